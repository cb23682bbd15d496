package dev.jbuild.registry.server.disk;

import dev.jbuild.registry.server.store.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// The few ways in which storage changes files, each of them atomic.
final class DiskFiles {
  private final Path temporary;
  private final DirectorySync sync;
  private final AtomicLong counter = new AtomicLong();

  DiskFiles(Path temporary, DirectorySync sync) {
    this.temporary = temporary;
    this.sync = sync;
  }

  /// Puts a file in place with its content synced; its name is durable after
  /// [DirectorySync#persist].
  void replace(Path file, byte[] content) throws IOException {
    Path draft = temporary.resolve(Long.toString(counter.incrementAndGet()));
    try {
      try (FileChannel out =
          FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(false);
      }
      moveInto(draft, file);
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw explained("writing " + file, e);
    }
  }

  /// Renames a finished file to its final name, making its directory when needed.
  void moveInto(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      makeDirectory(DiskLayout.above(file));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    sync.changed(DiskLayout.above(file));
  }

  /// Makes an empty file whose name is the whole message; one that exists is fine.
  void mark(Path file) throws IOException {
    try {
      try {
        Files.createFile(file);
      } catch (NoSuchFileException e) {
        makeDirectory(DiskLayout.above(file));
        Files.createFile(file);
      }
      sync.changed(DiskLayout.above(file));
    } catch (FileAlreadyExistsException e) {
      sync.changed(DiskLayout.above(file)); // another request made it, and may not have said so yet
    } catch (IOException e) {
      throw explained("making " + file, e);
    }
  }

  /// Whether a file is there; if so, its name is as good as just given.
  boolean present(Path file) {
    boolean present = Files.exists(file);
    if (present) {
      sync.changed(DiskLayout.above(file));
    }
    return present;
  }

  /// Removes a file.
  ///
  /// @return whether there was one
  boolean remove(Path file) throws IOException {
    boolean removed = Files.deleteIfExists(file);
    if (removed) {
      sync.changed(DiskLayout.above(file));
    }
    return removed;
  }

  /// Makes a directory and those above it.
  void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      makeDirectory(DiskLayout.above(directory));
      try {
        Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        return; // another request was faster
      }
      sync.changed(DiskLayout.above(directory));
    }
  }

  /// Tells a full disk from other failures, by the message of errno ENOSPC or EDQUOT.
  static IOException explained(String attempt, IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded")
        ? new StorageFullException(attempt + " failed: " + message, e)
        : e;
  }
}
