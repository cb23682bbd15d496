package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.cli.text.Sizes;

/// How far a step is with one thing, in BuildKit's words: `abc 1kB / 4kB`, `transferring context:
/// 2kB done`, `naming to app:1 done`.
final class TransferLine {
  private TransferLine() {}

  static boolean isComplete(BuildEvent.Transferred e) {
    return e.done() == e.total();
  }

  /// An item that ends with a colon is followed by what was moved; one without anything to move has
  /// no sizes.
  static String of(String item, long done, long total) {
    String end = done == total ? " done" : "";
    if (item.endsWith(":")) {
      return item + " " + Sizes.format(done) + end;
    }
    if (total == 0) {
      return item + end;
    }
    return item + " " + Sizes.format(done) + (total < 0 ? "" : " / " + Sizes.format(total)) + end;
  }
}
