package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/// Files that commands read, `-` being standard input.
final class InputFiles {
  private InputFiles() {}

  /// Opens a file for reading.
  static InputStream open(Invocation invocation, String file) throws IOException {
    if (!file.equals("-")) {
      return new BufferedInputStream(Files.newInputStream(invocation.resolve(file)), 1 << 16);
    }
    return new FilterInputStream(invocation.streams().in()) {
      @Override
      public void close() {
        // standard input stays open for whoever comes next
      }
    };
  }
}
