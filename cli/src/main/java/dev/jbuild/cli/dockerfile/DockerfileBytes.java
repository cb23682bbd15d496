package dev.jbuild.cli.dockerfile;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.linux.FileNames;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/// Reads Dockerfiles whole, but never more of one than a Dockerfile may have.
public final class DockerfileBytes {
  private final Invocation invocation;

  public DockerfileBytes(Invocation invocation) {
    this.invocation = invocation;
  }

  /// The bytes of a file, of standard input when the name is `-`. One byte more than is allowed is
  /// read of a file that is too large, so that the parser says so.
  ///
  /// @throws IOException with a message for the user, which names what is wrong but not the file
  public byte[] read(String name) throws IOException {
    try {
      if (name.equals("-")) {
        return invocation.streams().in().readNBytes(SourceFile.MAX_LENGTH + 1);
      }
      if (FileNames.isEscaped(name)) {
        return readEscaped(name);
      }
      try (InputStream in = Files.newInputStream(invocation.resolve(name))) {
        return in.readNBytes(SourceFile.MAX_LENGTH + 1);
      }
    } catch (InvalidPathException e) {
      return readEscaped(name);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file or directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (FileSystemException e) {
      String reason = e.getReason();
      throw new IOException(reason == null ? "can't be read" : reason, e);
    }
  }

  /// Opens a file whose name Java can't write in the encoding of the locale.
  private byte[] readEscaped(String name) throws IOException {
    if (name.indexOf('\0') >= 0) {
      throw new IOException("no file name has a NUL");
    }
    try (var directory = Opening.directory(invocation.directory());
        var file = Opening.at(directory, name, Opening.READ, 0)) {
      byte[] bytes = new byte[8192];
      int length = 0;
      while (length <= SourceFile.MAX_LENGTH) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(length * 2, SourceFile.MAX_LENGTH + 1));
        }
        int got = file.read(bytes, length, bytes.length - length);
        if (got < 0) {
          break;
        }
        length += got;
      }
      return Arrays.copyOf(bytes, length);
    }
  }
}
