package dev.jbuild.cli.dockerfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;

/// Replaces the content of a file at once: readers see the old bytes or the new ones, whatever
/// happens meanwhile. Mode, owner and group stay; of a link, the file that it leads to is replaced.
final class FileReplacement {
  private FileReplacement() {}

  /// Replaces a file's content.
  ///
  /// @param before what the file must still hold; when it does not, it stays as it is
  /// @throws IOException when the file is not a regular one, was changed, or can't be replaced
  static void replace(Path path, byte[] before, byte[] after) throws IOException {
    Path file = path.toRealPath();
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    if (!old.isRegularFile()) {
      throw new IOException("is not a regular file, so it can't be replaced");
    }
    Path directory = file.getParent();
    Path fresh = Files.createTempFile(directory, ".jbuild-fmt-", ".tmp");
    boolean done = false;
    try {
      write(fresh, after);
      keepOwner(fresh, old);
      Files.setPosixFilePermissions(fresh, old.permissions());
      if (!Arrays.equals(Files.readAllBytes(file), before)) {
        throw new IOException("was changed by somebody else meanwhile; format it again");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(fresh);
      }
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void keepOwner(Path file, PosixFileAttributes old) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
    if (!now.group().equals(old.group())) {
      view.setGroup(old.group());
    }
  }
}
