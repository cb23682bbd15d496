package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;

/// `ENTRYPOINT`: the program that containers run.
public record EntrypointInstruction(Node node, CommandLine command) implements Instruction {

  static EntrypointInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.noFlags();
    return new EntrypointInstruction(in.node(), in.commandLine());
  }
}
