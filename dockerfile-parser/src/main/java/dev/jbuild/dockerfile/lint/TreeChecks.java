package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import java.util.List;
import java.util.Locale;

/// The rules that look at one instruction as it was written. They stop where the file stops being
/// valid.
final class TreeChecks {

  private TreeChecks() {}

  /// @param lastLine lines of instructions that begin after it are left alone
  static void run(SyntaxTree tree, int lastLine, WarningLog log) {
    for (Node node : tree.emptyContinuations()) {
      int line = node.range().endLine();
      log.add(Rule.NO_EMPTY_CONTINUATION, SourceRange.line(line), "", "Empty continuation line");
    }
    for (Node node : tree.nodes()) {
      if (node.range().startLine() > lastLine) {
        break;
      }
      WarningLog own = log.with(node.comments());
      switch (node.word().toLowerCase(Locale.ROOT)) {
        case "from" -> {
          checkFrom(node, own);
          checkDescription(node, stageNames(node), own);
        }
        case "arg" -> checkDescription(node, argNames(node), own);
        case "maintainer" ->
            own.add(
                Rule.MAINTAINER_DEPRECATED,
                node.range(),
                node.word(),
                "Maintainer instruction is deprecated in favor of using label");
        default -> {}
      }
    }
  }

  private static List<String> stageNames(Node node) {
    List<String> words = node.arguments();
    return words.size() == 3 ? List.of(words.get(2).toLowerCase(Locale.ROOT)) : List.of();
  }

  private static List<String> argNames(Node node) {
    return node.arguments().stream().map(w -> w.split("=", 2)[0]).toList();
  }

  /// The last comment above must begin with a name that the instruction defines.
  private static void checkDescription(Node node, List<String> names, WarningLog log) {
    if (node.comments().isEmpty() || names.isEmpty()) {
      return;
    }
    String word = node.comments().getLast().split(" ", 2)[0];
    if (!names.contains(word)) {
      String example = names.size() > 1 ? "<arg_key>" : names.getFirst();
      log.add(
          Rule.INVALID_DEFINITION_DESCRIPTION,
          node.range(),
          node.word(),
          "Comment for "
              + node.keyword()
              + " should follow the format: `# "
              + example
              + " <description>`");
    }
  }

  private static void checkFrom(Node node, WarningLog log) {
    List<String> words = node.arguments();

    boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
    String name = named ? words.get(2) : "";
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      log.add(
          Rule.STAGE_NAME_CASING,
          node.range(),
          name,
          "Stage name '" + name + "' should be lowercase");
    }
    if (words.size() < 3) {
      return;
    }
    String as = words.get(1);
    boolean lower = node.word().equals(node.word().toLowerCase(Locale.ROOT));
    boolean upper = node.word().equals(node.word().toUpperCase(Locale.ROOT));
    boolean fits =
        (lower && as.equals(as.toLowerCase(Locale.ROOT)))
            || (upper && as.equals(as.toUpperCase(Locale.ROOT)))
            || (!lower && !upper);
    if (!fits) {
      log.add(
          Rule.FROM_AS_CASING,
          node.range(),
          as,
          "'" + as + "' and '" + node.word() + "' keywords' casing do not match");
    }
  }
}
