package dev.jbuild.dockerfile.ast;

import java.util.Locale;

/// Prints a syntax tree as S-expressions, one instruction a line.
public final class TreeText {

  private TreeText() {}

  /// All instructions of the tree.
  public static String of(SyntaxTree tree) {
    StringBuilder out = new StringBuilder();
    for (Node node : tree.nodes()) {
      append(out.isEmpty() ? out : out.append('\n'), node);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Node node) {
    out.append('(').append(node.word().toLowerCase(Locale.ROOT));
    char separator = '[';
    for (String flag : node.flags()) {
      out.append(separator == '[' ? " [" : " ").append(QuotedText.of(flag));
      separator = ' ';
    }
    out.append(separator == '[' ? "" : "]");
    Node trigger = node.trigger();
    if (trigger != null) {
      append(out.append(' '), trigger);
    }
    for (String argument : node.arguments()) {
      out.append(' ').append(QuotedText.of(argument));
    }
    out.append(')');
  }
}
