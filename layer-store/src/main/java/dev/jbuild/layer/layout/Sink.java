package dev.jbuild.layer.layout;

import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Where the files of an exported image go; each name once.
sealed interface Sink {
  /// Writes the content of one file.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Adds a file unless it is there.
  ///
  /// @param size number of bytes that `content` will write
  void file(String name, long size, Content content) throws IOException;

  default void file(String name, byte[] bytes) throws IOException {
    file(name, bytes.length, out -> out.write(bytes));
  }

  default void file(String name, long size, InputStream bytes) throws IOException {
    file(name, size, bytes::transferTo);
  }

  /// Says that there are no more files.
  void finish() throws IOException;

  /// Files below a directory.
  record Directory(Path root) implements Sink {
    @Override
    public void file(String name, long size, Content content) throws IOException {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Path temporary = file.resolveSibling(file.getFileName() + ".part");
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      } catch (IOException e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
      try {
        Files.move(temporary, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } catch (FileAlreadyExistsException _) {
        Files.deleteIfExists(temporary);
      }
    }

    @Override
    public void finish() {}
  }

  /// Files in a tar.
  final class Tar implements Sink {
    private final TarWriter tar;
    private final Set<String> names = new HashSet<>();

    Tar(OutputStream out) {
      this.tar = new TarWriter(out);
    }

    @Override
    public void file(String name, long size, Content content) throws IOException {
      if (!names.add(name)) {
        return;
      }
      tar.header(
          new TarEntry(TarType.FILE, name, 0644, 0, 0, 0, 0, size, "", 0, 0, false, Map.of()));
      long start = tar.written();
      content.writeTo(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              tar.content(bytes, offset, length);
            }
          });
      if (tar.written() - start != size) {
        throw new IOException(
            "file '%s' has %d bytes, expected %d".formatted(name, tar.written() - start, size));
      }
      tar.pad();
    }

    @Override
    public void finish() throws IOException {
      tar.finish();
    }
  }
}
