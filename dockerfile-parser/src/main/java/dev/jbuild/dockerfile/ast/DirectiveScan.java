package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.SourceFile;
import java.util.List;

/// A look at the directives alone, as tools do that choose a parser by them.
///
/// @param directives found before the search ended
/// @param error why it ended early, or empty
/// @param syntax value of the `syntax` directive, also behind a `#!` line, after `//`, or in a JSON
///   object; empty when there is none
public record DirectiveScan(List<Directive> directives, String error, String syntax) {

  public DirectiveScan {
    directives = List.copyOf(directives);
  }

  /// Scans a file.
  public static DirectiveScan of(SourceFile source) {
    DirectiveReader reader = new DirectiveReader();
    String error = scan(source, reader, 1);
    int first = source.line(1).startsWith("#!") ? 2 : 1;
    String syntax = syntax(source, "#", first);
    if (syntax.isEmpty()) {
      syntax = syntax(source, "//", first);
    }
    if (syntax.isEmpty()) {
      syntax = JsonSyntax.member(rest(source, first), "syntax");
    }
    return new DirectiveScan(reader.found(), error, syntax);
  }

  private static String rest(SourceFile source, int firstLine) {
    int from = source.startsWithMark() ? 3 : 0;
    if (firstLine > 1) {
      while (from < source.length() && source.at(from) != '\n') {
        from++;
      }
    }
    return source.text(Math.min(from, source.length()), source.length());
  }

  private static String syntax(SourceFile source, String comment, int firstLine) {
    DirectiveReader reader = new DirectiveReader(comment);
    scan(source, reader, firstLine);
    for (Directive directive : reader.found()) {
      if (directive.name().equals("syntax")) {
        return directive.value();
      }
    }
    return "";
  }

  private static String scan(SourceFile source, DirectiveReader reader, int firstLine) {
    int line = firstLine;
    try {
      String text = source.line(line);
      if (line == 1 && text.startsWith("\uFEFF")) {
        text = text.substring(1);
      }
      while (reader.accept(text, line)) {
        line++;
        text = source.line(line);
      }
      return "";
    } catch (SyntaxException e) {
      return e.text();
    }
  }
}
