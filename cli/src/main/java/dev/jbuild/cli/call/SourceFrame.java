package dev.jbuild.cli.call;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.Spot;

/// The lines around a finding in a frame, those of the instruction marked, as BuildKit shows them.
final class SourceFrame {
  private static final String EDGE = "--------------------\n";
  private static final int LONGEST = 40;

  private SourceFrame() {}

  static String of(SourceFile whole, Diagnostic finding) {
    SourceFile source = whole.named(finding.file());
    int start = finding.range().startLine();
    int end = Math.min(finding.range().endLine(), start + LONGEST);
    StringBuilder out = new StringBuilder(512);
    out.append(source.name()).append(':').append(start).append('\n').append(EDGE);
    if (finding.rule().equals(Rule.SECRET_IN_FILE.id())) {
      return out.append(finding.excerpt()).append('\n').append(EDGE).toString();
    }
    int context = start == end ? 2 : 1;
    int last = end;
    for (int n = 1; n <= context && !source.line(end + n).isEmpty(); n++) {
      last = end + n;
    }
    for (int n = Math.max(1, start - context); n <= last; n++) {
      String mark = n >= start && n <= end ? ">>>" : "   ";
      out.append(" %3d | %s %s%n".formatted(n, mark, visible(source.line(n))));
      if (finding.spot().isPresent() && finding.spot().get().line() == n) {
        underline(out, finding.spot().get());
      }
    }
    return out.append(EDGE).toString();
  }

  private static void underline(StringBuilder out, Spot spot) {
    out.append("     |     ").repeat(' ', spot.column() - 1).repeat('^', spot.length());
    out.append('\n');
  }

  private static String visible(String line) {
    StringBuilder out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      out.append(c == '\t' ? ' ' : Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return out.toString();
  }
}
