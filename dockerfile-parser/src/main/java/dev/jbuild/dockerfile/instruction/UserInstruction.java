package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;

/// `USER`: the user of later steps and of containers.
public record UserInstruction(Node node, String user) implements Instruction {

  static UserInstruction read(InstructionReader in) throws InvalidInstructionException {
    String user = in.onlyArgument();
    in.noFlags();
    return new UserInstruction(in.node(), user);
  }
}
