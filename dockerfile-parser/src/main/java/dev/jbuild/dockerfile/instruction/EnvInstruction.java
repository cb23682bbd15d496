package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;

/// `ENV`: sets environment variables of the image and of later steps.
public record EnvInstruction(Node node, List<KeyValue> variables) implements Instruction {

  public EnvInstruction {
    variables = List.copyOf(variables);
  }

  static EnvInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.noFlags();
    return new EnvInstruction(in.node(), KeyValues.read(in));
  }
}
