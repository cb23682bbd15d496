package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;

/// `EXPOSE`: ports the image listens on.
///
/// @param ports sorted as text
public record ExposeInstruction(Node node, List<String> ports) implements Instruction {

  public ExposeInstruction {
    ports = List.copyOf(ports);
  }

  static ExposeInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.atLeastOneArgument();
    in.noFlags();
    return new ExposeInstruction(in.node(), in.arguments().stream().sorted().toList());
  }
}
