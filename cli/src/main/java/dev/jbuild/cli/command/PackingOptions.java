package dev.jbuild.cli.command;

import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.layer.Compression;
import java.util.Optional;

/// The options that say how layers are packed.
final class PackingOptions {
  static final Option<String> FORMAT =
      Option.choice(
          "--compression-format --compression",
          "HOW",
          "How layers made here are packed: gzip, which everybody reads, zstd, which is faster and"
              + " smaller, or uncompressed",
          "gzip",
          "zstd",
          "uncompressed",
          "none");
  static final Option<Optional<Integer>> LEVEL =
      Option.value(
          "--compression-level",
          "N",
          "How hard they are packed: 1 to 9 for gzip (default: 4; more takes much longer), 1 to 19"
              + " for zstd (default: 3)",
          PackingOptions::level);

  private PackingOptions() {}

  static Compression read(Arguments arguments, CommandSyntax syntax) throws UsageException {
    Compression standard =
        switch (arguments.get(FORMAT)) {
          case "zstd" -> Compression.ZSTD;
          case "uncompressed", "none" -> Compression.NONE;
          default -> Compression.GZIP;
        };
    Optional<Integer> level = arguments.get(LEVEL);
    if (level.isEmpty()) {
      return standard;
    }
    try {
      return new Compression(standard.method(), level.get());
    } catch (IllegalArgumentException e) {
      throw new UsageException(syntax, "bad value for --compression-level: " + e.getMessage());
    }
  }

  private static int level(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("expected a number");
    }
  }
}
