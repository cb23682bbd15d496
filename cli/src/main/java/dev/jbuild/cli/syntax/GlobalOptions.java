package dev.jbuild.cli.syntax;

import java.util.List;
import java.util.Optional;

/// The options that every command has, before or after the command's name.
public final class GlobalOptions {
  /// Where images and containers are kept.
  public static final Option<Optional<String>> ROOT =
      Option.text(
          "--root",
          "DIR",
          "Directory of the store (default: $JBUILD_ROOT, else ~/.local/share/jbuild, for root"
              + " /var/lib/jbuild)");

  /// How containers get their files.
  public static final Option<Optional<String>> STORAGE_DRIVER =
      Option.text(
          "--storage-driver",
          "DRIVER",
          "Where containers have their files: overlay, copy (a full copy for each) or auto, a copy"
              + " where overlays can't be mounted (default: $JBUILD_STORAGE_DRIVER, else auto)");

  /// How much is told.
  public static final Option<String> LOG_LEVEL =
      Option.choice(
          "--log-level",
          "LEVEL",
          "How much to tell: warn, error (no warnings) or debug (stack traces, too)",
          "warn",
          "error",
          "debug");

  /// Prints the help of a command.
  public static final Option<Boolean> HELP = Option.flag("-h --help", "Show this help");

  /// [#HELP] for a command that has a `-h` of its own.
  public static final Option<Boolean> LONG_HELP = Option.flag("--help", "Show this help");

  /// All but help.
  public static final List<Option<?>> ALL = List.of(ROOT, STORAGE_DRIVER, LOG_LEVEL);

  private GlobalOptions() {}
}
