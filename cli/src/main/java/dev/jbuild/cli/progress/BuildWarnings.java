package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildEvent;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a build warned of, each once, kept for the end where it is not scrolled away.
final class BuildWarnings {

  /// How much is told of warnings.
  enum Detail {
    NOTHING,
    LINES,
    EXCERPTS
  }

  private final Detail detail;
  private final Map<String, String> found = new LinkedHashMap<>();

  BuildWarnings(Detail detail) {
    this.detail = detail;
  }

  void add(BuildEvent.Warned event) {
    found.putIfAbsent(event.message(), event.detail());
  }

  /// Writes a heading and a line for each, or nothing when there was none.
  void print(PrintStream out) {
    if (found.isEmpty() || detail == Detail.NOTHING) {
      return;
    }
    int count = found.size();
    boolean more =
        detail == Detail.LINES && found.values().stream().anyMatch(text -> !text.isEmpty());
    out.println();
    out.println(
        " "
            + count
            + (count == 1 ? " warning found" : " warnings found")
            + (more ? " (use --debug to expand):" : ":"));
    found.forEach((message, text) -> {
      out.println(" - " + message);
      if (detail == Detail.EXCERPTS && !text.isEmpty()) {
        out.println(text);
        out.println();
      }
    });
  }
}
