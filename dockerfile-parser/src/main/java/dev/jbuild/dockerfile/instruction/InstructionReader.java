package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the readers of single instructions share: a node and the checks on its operands.
///
/// @param extras whether what only jbuild knows is allowed
record InstructionReader(Node node, boolean extras) {

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

  /// The descriptions that comments above give to names, the first for each: the rest of the line
  /// `# name text`.
  Map<String, String> descriptions() {
    Map<String, String> descriptions = new HashMap<>();
    for (String comment : node.comments()) {
      int blank = comment.indexOf(' ');
      if (blank > 0) {
        descriptions.putIfAbsent(comment.substring(0, blank), comment.substring(blank + 1));
      }
    }
    return descriptions;
  }

  static InvalidInstructionException invalid(String message, String about) {
    return new InvalidInstructionException(message, about, "");
  }

  static InvalidInstructionException invalid(String message, String about, String advice) {
    return new InvalidInstructionException(message, about, advice);
  }
}
