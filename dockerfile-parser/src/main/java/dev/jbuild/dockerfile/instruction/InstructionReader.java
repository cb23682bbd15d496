package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the readers of single instructions share: a node and the checks on its operands.
record InstructionReader(Node node) {

  private static final FlagSet.Known NO_FLAGS = new FlagSet.Known();

  List<String> arguments() {
    return node.arguments();
  }

  FlagSet flags(FlagSet.Known known) throws InvalidInstructionException {
    return FlagSet.parse(node.flags(), known);
  }

  void noFlags() throws InvalidInstructionException {
    flags(NO_FLAGS);
  }

  void atLeastOneArgument() throws InvalidInstructionException {
    if (arguments().isEmpty()) {
      throw invalid(keyword() + " needs at least one argument", node.word());
    }
  }

  String onlyArgument() throws InvalidInstructionException {
    if (arguments().size() != 1) {
      throw invalid(keyword() + " needs exactly one argument", node.word());
    }
    return arguments().getFirst();
  }

  String keyword() {
    return node.word().toUpperCase(Locale.ROOT);
  }

  /// The command of RUN, CMD and ENTRYPOINT.
  CommandLine commandLine() {
    List<ShellFile> files = new ArrayList<>(node.heredocs().size());
    for (Heredoc heredoc : node.heredocs()) {
      files.add(new ShellFile(heredoc.name(), heredoc.content(), heredoc.chomp()));
    }
    return new CommandLine(arguments(), !node.json(), files);
  }

  /// The description that a comment above gives to a name: the rest of the line `# name text`.
  String description(String name) {
    if (name.isEmpty()) {
      return "";
    }
    for (String comment : node.comments()) {
      if (comment.startsWith(name + " ")) {
        return comment.substring(name.length() + 1);
      }
    }
    return "";
  }

  static InvalidInstructionException invalid(String message, String about) {
    return new InvalidInstructionException(message, about, "");
  }

  static InvalidInstructionException invalid(String message, String about, String advice) {
    return new InvalidInstructionException(message, about, advice);
  }
}
