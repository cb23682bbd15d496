package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.ast.Directive;
import dev.jbuild.dockerfile.ast.DirectiveScan;
import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.ast.TreeText;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first level: directives and nodes.
final class ParseFacet {

  private ParseFacet() {}

  static void emit(JsonObject out, SourceFile source) {
    DirectiveScan scan = DirectiveScan.of(source);
    out.putSet("directives", scan.directives().stream().map(ParseFacet::directive).toList());
    out.putSet("directive_error", scan.error());
    String syntax = scan.syntax();
    if (!syntax.isEmpty()) {
      int blank = syntax.indexOf(' ');
      out.put("syntax", blank < 0 ? syntax : syntax.substring(0, blank));
      out.put("syntax_cmdline", syntax);
    }
    out.put("parse", parse(source));
  }

  private static Map<String, @Nullable Object> directive(Directive directive) {
    return new JsonObject()
        .put("line", directive.line())
        .put("name", directive.name())
        .put("value", directive.value())
        .map();
  }

  private static JsonObject parse(SourceFile source) {
    SyntaxTree tree;
    try {
      tree = SyntaxTree.parse(source);
    } catch (DockerfileException e) {
      Diagnostic first = e.diagnostics().getFirst();
      return new JsonObject()
          .put("ok", false)
          .put("error", first.message())
          .put("at", ErrorPlace.lines(first, source));
    }
    List<Map<String, @Nullable Object>> warnings = new ArrayList<>();
    for (Node node : tree.emptyContinuations()) {
      warnings.add(
          new JsonObject()
              .put("line", node.range().endLine())
              .put("text", "Empty continuation line found in: " + node.original())
              .map());
    }
    return new JsonObject()
        .put("ok", true)
        .put("escape", String.valueOf(tree.escape()))
        .put("nodes", tree.nodes().stream().map(ParseFacet::node).toList())
        .put("sexp", TreeText.of(tree))
        .putSet("warnings", warnings);
  }

  private static Map<String, @Nullable Object> node(Node node) {
    return split(node)
        .put("start", node.range().startLine())
        .put("end", node.range().endLine())
        .putSet("comments", node.comments())
        .putSet("heredocs", node.heredocs().stream().map(ParseFacet::heredoc).toList())
        .map();
  }

  private static JsonObject split(Node node) {
    JsonObject out =
        new JsonObject()
            .put("instruction", node.word())
            .put("original", node.original())
            .put("args", node.arguments())
            .putSet("flags", node.flags())
            .putSet("json", node.json());
    Node trigger = node.trigger();
    return trigger == null ? out : out.put("onbuild", split(trigger));
  }

  private static Map<String, @Nullable Object> heredoc(Heredoc heredoc) {
    return new JsonObject()
        .put("name", heredoc.name())
        .put("fd", heredoc.descriptor())
        .put("expand", heredoc.expand())
        .put("chomp", heredoc.chomp())
        .put("content", heredoc.content())
        .map();
  }
}
