package dev.jbuild.builder.solve;

import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;

/// The lines of a Dockerfile around an instruction, with the instruction marked.
public final class Excerpt {
  private static final int LONGEST = 12;

  private Excerpt() {}

  /// The excerpt, without a line feed at its end.
  public static String of(SourceFile source, SourceRange place) {
    SourceFile file = source.fileOf(place.startLine());
    SourceRange range = source.inFile(place);
    StringBuilder out = new StringBuilder(256);
    int last = Math.min(range.endLine(), range.startLine() + LONGEST - 1);
    if (range.startLine() > 1) {
      line(out, file, range.startLine() - 1, "    ");
    }
    for (int n = range.startLine(); n <= last; n++) {
      line(out, file, n, ">>> ");
    }
    if (last < range.endLine()) {
      out.append("      | >>> ...\n");
    } else if (!file.line(last + 1).isEmpty()) {
      line(out, file, last + 1, "    ");
    }
    return out.isEmpty() ? "" : out.substring(0, out.length() - 1);
  }

  private static void line(StringBuilder out, SourceFile file, int number, String mark) {
    out.append("%5d | ".formatted(number)).append(mark);
    file.line(number)
        .codePoints()
        .map(c -> c == '\t' ? ' ' : Character.isISOControl(c) ? '\uFFFD' : c)
        .forEach(out::appendCodePoint);
    out.append('\n');
  }
}
