package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;

/// `STOPSIGNAL`: the signal that stops containers; checked when it is expanded.
public record StopSignalInstruction(Node node, String signal) implements Instruction {

  static StopSignalInstruction read(InstructionReader in) throws InvalidInstructionException {
    return new StopSignalInstruction(in.node(), in.onlyArgument());
  }
}
