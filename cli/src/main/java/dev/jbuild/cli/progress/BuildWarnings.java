package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildEvent;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Set;

/// What a build warned of, each once, kept for the end where it is not scrolled away.
final class BuildWarnings {
  private final Set<String> messages = new LinkedHashSet<>();

  void add(BuildEvent.Warned event) {
    messages.add(event.message());
  }

  /// Writes a heading and a line for each, or nothing when there was none.
  void print(PrintStream out) {
    if (messages.isEmpty()) {
      return;
    }
    int count = messages.size();
    out.println();
    out.println(" " + count + (count == 1 ? " warning found:" : " warnings found:"));
    messages.forEach(message -> out.println(" - " + message));
  }
}
