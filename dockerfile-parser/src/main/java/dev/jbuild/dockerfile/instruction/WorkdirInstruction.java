package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;

/// `WORKDIR`: the working directory of later steps and of containers.
public record WorkdirInstruction(Node node, String path) implements Instruction {

  static WorkdirInstruction read(InstructionReader in) throws InvalidInstructionException {
    String path = in.onlyArgument();
    in.noFlags();
    return new WorkdirInstruction(in.node(), path);
  }
}
