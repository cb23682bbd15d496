package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;

/// `LABEL`: sets labels of the image.
public record LabelInstruction(Node node, List<KeyValue> labels) implements Instruction {

  public LabelInstruction {
    labels = List.copyOf(labels);
  }

  static LabelInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.noFlags();
    return new LabelInstruction(in.node(), KeyValues.read(in));
  }
}
