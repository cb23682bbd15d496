package dev.jbuild.dockerfile.format;

import dev.jbuild.dockerfile.ast.Directive;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells whether two trees mean the same: everything is equal but lines, the joined text, and the
/// case of instruction words and of AS.
final class TreeComparison {

  private TreeComparison() {}

  static boolean same(SyntaxTree a, SyntaxTree b) {
    if (a.escape() != b.escape()
        || a.nodes().size() != b.nodes().size()
        || !pairs(a.directives()).equals(pairs(b.directives()))) {
      return false;
    }
    for (int i = 0; i < a.nodes().size(); i++) {
      if (!same(a.nodes().get(i), b.nodes().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> pairs(List<Directive> directives) {
    return directives.stream().map(d -> d.name() + "=" + d.value()).toList();
  }

  private static boolean same(@Nullable Node a, @Nullable Node b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.keyword().equals(b.keyword())
        && a.flags().equals(b.flags())
        && sameArguments(a, b)
        && a.json() == b.json()
        && a.heredocs().equals(b.heredocs())
        && a.comments().equals(b.comments())
        && same(a.trigger(), b.trigger());
  }

  private static boolean sameArguments(Node a, Node b) {
    if (a.arguments().equals(b.arguments())) {
      return true;
    }
    boolean from = a.keyword().equals("FROM") && a.arguments().size() == 3;
    return from
        && b.arguments().size() == 3
        && a.arguments().get(0).equals(b.arguments().get(0))
        && a.arguments().get(1).equalsIgnoreCase(b.arguments().get(1))
        && a.arguments().get(2).equals(b.arguments().get(2));
  }
}
