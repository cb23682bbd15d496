package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Files that commands write: they appear when they are complete.
final class OutputFiles {
  /// Writes the content.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private OutputFiles() {}

  /// Writes a file, or standard output when there is none. What exists and is no regular file, such
  /// as `/dev/null` or a pipe, is written directly.
  static void write(Invocation invocation, Optional<Path> file, Content content)
      throws IOException {
    if (file.isEmpty()) {
      OutputStream out = invocation.streams().out();
      content.writeTo(out);
      out.flush();
      if (invocation.streams().out().checkError()) {
        throw new IOException("writing to standard output failed: nobody reads it any more");
      }
      return;
    }
    Path target = file.get();
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString());
    }
    boolean special = Files.exists(target) && !Files.isRegularFile(target);
    Path draft = special ? target : target.resolveSibling(target.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
        content.writeTo(out);
      }
      if (!special) {
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      if (!special) {
        Files.deleteIfExists(draft);
      }
    }
  }
}
