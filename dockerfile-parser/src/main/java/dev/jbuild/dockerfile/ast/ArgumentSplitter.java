package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Splits what follows word and flags; how depends on the instruction.
final class ArgumentSplitter {

  private ArgumentSplitter() {}

  /// @param json whether the text was a JSON array
  record Arguments(List<String> words, boolean json) {
    static Arguments of(List<String> words) {
      return new Arguments(words, false);
    }
  }

  /// @param instruction in lower case
  /// @param rest without blanks at its ends
  static Arguments split(String instruction, String rest, char escape) throws SyntaxException {
    return switch (instruction) {
      case "add", "copy", "volume" -> jsonOrOperands(rest);
      case "run", "cmd", "entrypoint", "shell" -> jsonOrText(rest);
      case "expose", "from" -> Arguments.of(operands(rest));
      case "maintainer", "stopsignal", "user", "workdir" -> Arguments.of(text(rest));
      case "env", "label" -> Arguments.of(pairs(instruction, rest, escape));
      case "arg" -> Arguments.of(QuotedWords.split(rest, escape));
      case "healthcheck" -> healthcheck(rest);
      default -> Arguments.of(List.of(""));
    };
  }

  private static List<String> text(String rest) {
    return rest.isEmpty() ? List.of() : List.of(rest);
  }

  /// Words between blanks; quotes do not group.
  private static List<String> operands(String rest) {
    if (rest.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(4);
    int start = 0;
    for (int i = 0; i < rest.length(); i++) {
      if (Blanks.isSeparator(rest.charAt(i))) {
        words.add(rest.substring(start, i));
        while (i + 1 < rest.length() && Blanks.isSeparator(rest.charAt(i + 1))) {
          i++;
        }
        start = i + 1;
      }
    }
    words.add(rest.substring(start));
    return words;
  }

  private static Arguments jsonOrOperands(String rest) throws SyntaxException {
    List<String> json = JsonStrings.read(rest);
    return json != null ? new Arguments(json, true) : Arguments.of(operands(rest));
  }

  private static Arguments jsonOrText(String rest) throws SyntaxException {
    List<String> json = JsonStrings.read(rest);
    return json != null ? new Arguments(json, true) : Arguments.of(text(rest));
  }

  /// Only blanks of ASCII separate the type; further ones of Unicode would belong to it.
  private static Arguments healthcheck(String rest) throws SyntaxException {
    int typeEnd = 0;
    while (typeEnd < rest.length() && !Blanks.isAsciiSpace(rest.charAt(typeEnd))) {
      typeEnd++;
    }
    if (typeEnd == 0) {
      return Arguments.of(List.of());
    }
    int commandStart = typeEnd;
    while (commandStart < rest.length() && Blanks.isAsciiSpace(rest.charAt(commandStart))) {
      commandStart++;
    }
    Arguments command = jsonOrText(rest.substring(commandStart));
    List<String> words = new ArrayList<>(command.words().size() + 1);
    words.add(rest.substring(0, typeEnd));
    words.addAll(command.words());
    return new Arguments(words, command.json());
  }

  /// Triples of name, value and separator; the separator is empty for the old form, where the
  /// entire rest is one value.
  private static List<String> pairs(String instruction, String rest, char escape)
      throws SyntaxException {
    List<String> words = QuotedWords.split(rest, escape);
    if (words.isEmpty()) {
      return List.of();
    }
    if (words.getFirst().indexOf('=') < 0) {
      return oldPair(instruction, rest);
    }
    List<String> out = new ArrayList<>(words.size() * 3);
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new SyntaxException(
            "'" + word + "' has no '='; every word must be of the form name=value",
            word,
            "quote the value if it contains blanks");
      }
      out.add(word.substring(0, equals));
      out.add(word.substring(equals + 1));
      out.add("=");
    }
    return out;
  }

  private static List<String> oldPair(String instruction, String rest) throws SyntaxException {
    int nameEnd = 0;
    while (nameEnd < rest.length() && !Blanks.isSeparator(rest.charAt(nameEnd))) {
      nameEnd++;
    }
    if (nameEnd == rest.length()) {
      throw new SyntaxException(
          instruction.toUpperCase(Locale.ROOT) + " must have two arguments",
          rest,
          "write name=value");
    }
    int value = nameEnd;
    while (value < rest.length() && Blanks.isSeparator(rest.charAt(value))) {
      value++;
    }
    return List.of(rest.substring(0, nameEnd), rest.substring(value), "");
  }
}
