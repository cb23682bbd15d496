package dev.jbuild.dockerfile;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.util.List;

/// A stage of a Dockerfile: a FROM and what follows it.
///
/// @param index in the file, from 0
/// @param instructions those after FROM
public record Stage(int index, FromInstruction from, List<Instruction> instructions) {

  public Stage {
    instructions = List.copyOf(instructions);
  }

  /// The name after AS in lower case, or empty.
  public String name() {
    return from.name();
  }

  /// Lines of the FROM instruction.
  public SourceRange range() {
    return from.range();
  }
}
