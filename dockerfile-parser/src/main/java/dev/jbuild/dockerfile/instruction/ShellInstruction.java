package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;

/// `SHELL`: the shell that commands in shell form are given to.
public record ShellInstruction(Node node, List<String> words) implements Instruction {

  public ShellInstruction {
    words = List.copyOf(words);
  }

  static ShellInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.noFlags();
    in.atLeastOneArgument();
    if (!in.node().json()) {
      throw InstructionReader.invalid(
          "SHELL is not in JSON form",
          in.arguments().getFirst(),
          "write it as SHELL [\"/bin/sh\", \"-c\"]");
    }
    return new ShellInstruction(in.node(), in.arguments());
  }
}
