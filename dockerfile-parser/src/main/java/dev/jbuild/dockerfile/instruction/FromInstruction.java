package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.List;
import java.util.Locale;

/// `FROM`: begins a stage.
///
/// @param base image, stage or `scratch`, as written
/// @param name of the stage in lower case, or empty
/// @param platform as written, or empty
/// @param description from a comment above, or empty
public record FromInstruction(
    Node node, String base, String name, String platform, String description)
    implements Instruction {

  private static final FlagSet.Known FLAGS =
      new FlagSet.Known().with(FlagSet.Kind.TEXT, "platform");

  static FromInstruction read(InstructionReader in) throws InvalidInstructionException {
    String name = stageName(in);
    FlagSet flags = in.flags(FLAGS);
    return new FromInstruction(
        in.node(),
        in.arguments().getFirst(),
        name,
        flags.text("platform"),
        in.descriptions().getOrDefault(name, ""));
  }

  private static String stageName(InstructionReader in) throws InvalidInstructionException {
    List<String> words = in.arguments();
    if (words.size() == 3 && words.get(1).equalsIgnoreCase("as")) {
      String name = words.get(2).toLowerCase(Locale.ROOT);
      if (!isName(name)) {
        throw InstructionReader.invalid(
            "'" + words.get(2) + "' is not a name for a stage",
            words.get(2),
            "start it with a letter and go on with letters, digits, '-', '_' and '.'");
      }
      return name;
    }
    if (words.size() != 1) {
      throw InstructionReader.invalid(
          "FROM needs one argument, or three with AS in the middle",
          in.node().word(),
          words.size() == 2 ? "write FROM " + words.getFirst() + " AS " + words.get(1) : "");
    }
    return "";
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean other = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
