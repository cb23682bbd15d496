package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;

/// `MAINTAINER`: sets the author of the image; deprecated in favour of a label.
public record MaintainerInstruction(Node node, String author) implements Instruction {

  static MaintainerInstruction read(InstructionReader in) throws InvalidInstructionException {
    String author = in.onlyArgument();
    in.noFlags();
    return new MaintainerInstruction(in.node(), author);
  }
}
