package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `UNSET`: takes back what the stage has so far or inherited. One of jbuild's extras; BuildKit
/// does not know it.
///
/// @param names variables, labels, ports or volumes as written; `*` for all of them; none for
///   commands
public record UnsetInstruction(Node node, Kind kind, List<String> names) implements Instruction {

  /// What is taken back.
  public enum Kind {
    ENV,
    LABEL,
    EXPOSE,
    VOLUME,
    ENTRYPOINT,
    CMD;

    /// Whether it is one thing, which needs no names.
    public boolean isSingle() {
      return this == ENTRYPOINT || this == CMD;
    }
  }

  public UnsetInstruction {
    names = List.copyOf(names);
  }

  static UnsetInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.noFlags();
    List<String> words = words(in.node());
    List<String> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kinds.add(kind.name());
    }
    String all = String.join(", ", kinds);
    if (words.isEmpty()) {
      throw InstructionReader.invalid("UNSET needs one of " + all, in.node().word());
    }
    String word = words.getFirst().toUpperCase(Locale.ROOT);
    if (!kinds.contains(word)) {
      throw InstructionReader.invalid(
          "UNSET takes one of " + all + ", found '" + words.getFirst() + "'",
          words.getFirst(),
          Suggestion.advice(word, kinds, false));
    }
    Kind kind = Kind.valueOf(word);
    List<String> names = words.subList(1, words.size());
    if (kind.isSingle() != names.isEmpty()) {
      throw InstructionReader.invalid(
          kind.isSingle() ? "UNSET " + kind + " takes no names" : "UNSET " + kind + " needs names",
          kind.isSingle() ? names.getFirst() : words.getFirst(),
          kind == Kind.ENV || kind.isSingle() ? "" : "'*' stands for all of them");
    }
    if (kind == Kind.ENV && names.contains("*")) {
      throw InstructionReader.invalid(
          "UNSET ENV takes no '*'", "*", "name the variables; PATH would be among them");
    }
    return new UnsetInstruction(in.node(), kind, names);
  }

  /// The words after UNSET, from the joined line: to the first level of reading it is an unknown
  /// instruction.
  private static List<String> words(Node node) {
    List<String> words = new ArrayList<>(4);
    String line = Blanks.trimStart(node.original()).substring(node.word().length());
    int start = -1;
    for (int i = 0; i <= line.length(); i++) {
      boolean blank = i == line.length() || Blanks.isSpace(line.charAt(i));
      if (blank && start >= 0) {
        words.add(line.substring(start, i));
        start = -1;
      } else if (!blank && start < 0) {
        start = i;
      }
    }
    return words;
  }
}
