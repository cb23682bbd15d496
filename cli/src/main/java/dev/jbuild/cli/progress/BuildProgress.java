package dev.jbuild.cli.progress;

import dev.jbuild.builder.BuildEvent;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;

/// Chooses how a build is shown.
public final class BuildProgress {
  private BuildProgress() {}

  /// A display on standard error.
  ///
  /// @param mode `auto`, `plain` or `tty`; `auto` is a live picture when standard error is a
  ///   terminal that understands escape sequences
  /// @param logLevel `error` for no warnings, `debug` for the source lines of each
  public static Display<BuildEvent> open(Invocation invocation, String mode, String logLevel) {
    boolean live = mode.equals("tty") || (mode.equals("auto") && isLive(invocation));
    var err = invocation.streams().err();
    BuildWarnings.Detail warnings =
        switch (logLevel) {
          case "error" -> BuildWarnings.Detail.NOTHING;
          case "debug" -> BuildWarnings.Detail.EXCERPTS;
          default -> BuildWarnings.Detail.LINES;
        };
    Renderer<BuildEvent> renderer =
        live
            ? new TreeBuild(
                err,
                new KnownSize(invocation),
                style(invocation),
                invocation.clock().instant(),
                warnings)
            : new PlainBuild(err, warnings);
    return new Display<>("build progress", renderer, invocation.clock());
  }

  static boolean isLive(Invocation invocation) {
    return invocation.terminal().isTerminal(Terminal.Stream.ERR)
        && !"dumb".equals(invocation.environment().get("TERM"));
  }

  static Style style(Invocation invocation) {
    return new Style(invocation.variable("NO_COLOR").isEmpty());
  }
}
