package dev.jbuild.dockerfile.extras;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayDeque;
import java.util.Deque;

/// The operand of INCLUDE: one path below the root of the build context, with or without a leading
/// slash.
final class IncludePath {

  private IncludePath() {}

  /// The operand as it is written.
  static String written(Node node) {
    String line = Blanks.trimStart(node.original());
    return Blanks.trim(line.substring(Math.min(node.word().length(), line.length())));
  }

  /// @throws IllegalArgumentException when it is not a path below the context
  static String of(Node node) {
    String written = written(node);
    if (written.isEmpty()) {
      throw new IllegalArgumentException("INCLUDE needs the path of a file in the build context");
    }
    if (written.chars().anyMatch(Blanks::isSpace)) {
      throw new IllegalArgumentException(
          "INCLUDE takes one path without blanks, found '" + written + "'");
    }
    if (written.indexOf('$') >= 0) {
      throw new IllegalArgumentException(
          "INCLUDE does not take variables, found '" + written + "'");
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : written.split("/")) {
      if (part.equals("..") && parts.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + written + "' leads out of the build context, of which alone INCLUDE takes files");
      } else if (part.equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("'" + written + "' is not a file");
    }
    return String.join("/", parts);
  }
}
