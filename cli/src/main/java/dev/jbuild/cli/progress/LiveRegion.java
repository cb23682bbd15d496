package dev.jbuild.cli.progress;

import java.io.PrintStream;
import java.util.List;

/// Some lines at the bottom of a terminal that are drawn again and again in place, by ANSI escape
/// sequences. The cursor is hidden from the first drawing on and shown again by [#release].
final class LiveRegion {
  private static final String ESC = "\u001b[";

  private final PrintStream out;
  private int drawn;
  private boolean hidden;

  LiveRegion(PrintStream out) {
    this.out = out;
  }

  /// Replaces the lines drawn before. Lines must fit the terminal's width and number.
  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (!hidden) {
      text.append(ESC).append("?25l");
      hidden = true;
    }
    if (drawn > 0) {
      text.append(ESC).append(drawn).append('A');
    }
    text.append('\r');
    for (String line : lines) {
      text.append(line).append(ESC).append("K\n");
    }
    if (lines.size() < drawn) {
      text.append(ESC).append('J');
    }
    drawn = lines.size();
    out.append(text);
    out.flush();
  }

  /// Leaves the lines where they are; what is written next comes below them.
  void release() {
    if (hidden) {
      out.append(ESC).append("?25h");
      hidden = false;
    }
    drawn = 0;
    out.flush();
  }
}
