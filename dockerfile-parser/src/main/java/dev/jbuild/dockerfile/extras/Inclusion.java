package dev.jbuild.dockerfile.extras;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts included files in place of their INCLUDE; the state of [Extras#apply].
///
/// Lines of included files count on behind those of the file that is read, so that a range of lines
/// says which file it is in.
final class Inclusion {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_FILES = 1_000;
  private static final long MAX_BYTES = 64 << 20;

  private final Includes includes;
  private final List<SourceFile> files = new ArrayList<>();
  private final Map<String, SyntaxTree> trees = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> emptyContinuations = new ArrayList<>();
  private int nextLine;
  private long bytes;

  Inclusion(Includes includes) {
    this.includes = includes;
  }

  SyntaxTree expand(SyntaxTree tree) throws DockerfileException {
    nextLine = tree.source().lines() + 1;
    open.addLast(tree.source().name());
    add(tree, 0);
    return new SyntaxTree(
        tree.source().withIncluded(files),
        tree.escape(),
        tree.directives(),
        nodes,
        emptyContinuations,
        true);
  }

  private void add(SyntaxTree tree, int offset) throws DockerfileException {
    for (Node node : tree.emptyContinuations()) {
      emptyContinuations.add(moved(node, offset));
    }
    for (Node node : tree.nodes()) {
      if (node.keyword().equals("INCLUDE")) {
        include(tree, node);
      } else {
        nodes.add(moved(node, offset));
      }
    }
  }

  private static Node moved(Node node, int offset) {
    SourceRange range = node.range();
    return offset == 0
        ? node
        : node.at(new SourceRange(range.startLine() + offset, range.endLine() + offset));
  }

  private void include(SyntaxTree from, Node node) throws DockerfileException {
    SourceFile source = from.source();
    String path;
    try {
      path = IncludePath.of(node);
    } catch (IllegalArgumentException e) {
      throw error(source, node, String.valueOf(e.getMessage()), "");
    }
    if (open.contains(path)) {
      throw error(source, node, "INCLUDE goes round in a circle: " + circle(path), "");
    }
    if (open.size() > MAX_DEPTH) {
      throw error(
          source, node, "INCLUDE is nested deeper than the limit of " + MAX_DEPTH + " files", "");
    }
    SyntaxTree tree = read(source, node, path);
    if (tree.escape() != from.escape()) {
      throw error(
          source,
          node,
          "'" + path + "' has another escape character than the file that includes it",
          "give both the same '# escape=' directive");
    }
    files.add(tree.source());
    bytes += tree.source().length();
    if (files.size() > MAX_FILES || bytes > MAX_BYTES) {
      throw error(
          source,
          node,
          "more is included than the limit of " + MAX_FILES + " files and " + MAX_BYTES + " bytes",
          "");
    }
    int offset = nextLine;
    nextLine += tree.source().lines();
    open.addLast(path);
    add(tree, offset);
    open.removeLast();
  }

  private SyntaxTree read(SourceFile source, Node node, String path) throws DockerfileException {
    SyntaxTree known = trees.get(path);
    if (known == null) {
      try {
        known = SyntaxTree.parse(SourceFile.of(path, includes.read(path)));
      } catch (IOException e) {
        throw error(source, node, "cannot include '" + path + "': " + e.getMessage(), "");
      }
      trees.put(path, known);
    }
    return known;
  }

  private String circle(String path) {
    List<String> names = new ArrayList<>(open);
    names.add(path);
    return String.join(" -> ", names.subList(names.indexOf(path), names.size()));
  }

  private static DockerfileException error(
      SourceFile source, Node node, String message, String advice) {
    Diagnostic diagnostic = source.error(node.range(), IncludePath.written(node), message, advice);
    return new DockerfileException(diagnostic);
  }
}
