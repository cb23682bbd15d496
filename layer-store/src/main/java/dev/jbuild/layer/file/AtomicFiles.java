package dev.jbuild.layer.file;

import dev.jbuild.layer.ContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that appear whole or not at all: written under a temporary name, then renamed.
public final class AtomicFiles {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private AtomicFiles() {}

  /// Replaces a file.
  ///
  /// @param temporary a name on the same file system that nobody else uses
  /// @param durable whether file and name are on stable storage when this returns
  public static void replace(Path target, Path temporary, byte[] bytes, boolean durable)
      throws IOException {
    write(target, temporary, bytes, durable);
    move(temporary, target);
    if (durable) {
      force(directoryOf(target));
    }
  }

  /// Writes a new file that is to become another.
  ///
  /// @param target what it will become; named in errors
  /// @param durable whether the bytes are on stable storage when this returns
  public static void write(Path target, Path temporary, byte[] bytes, boolean durable)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PRIVATE_FILE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      if (durable) {
        file.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw explained("writing '" + target + "'", e);
    }
  }

  /// Renames, replacing what has the name; makes the directory when it is missing.
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (java.nio.file.NoSuchFileException e) {
      if (!Files.exists(from)) {
        throw e;
      }
      directory(directoryOf(to));
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Makes a directory that only its owner can enter, and those above it; existing ones stay.
  public static void directory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory, PRIVATE_DIRECTORY);
    } catch (FileSystemException e) {
      throw explained("making the directory '" + directory + "'", e);
    }
  }

  /// Opens a new private file for writing.
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PRIVATE_FILE);
  }

  /// Opens a private file for appending to what it has, making it when it is missing.
  public static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PRIVATE_FILE);
  }

  /// Waits until a file, or the names in a directory, are on stable storage.
  public static void force(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static Path directoryOf(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("'" + file + "' has no directory");
    }
    return parent;
  }

  /// Says in plain words what is wrong with the file system, when that is what is wrong.
  public static IOException explained(String attempted, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left on device") || message.contains("ENOSPC")) {
      return new ContentException.Unwritable(
          attempted,
          "no space or no inodes left on its file system; free some, or remove unused images",
          e);
    }
    if (message.contains("Disk quota exceeded") || message.contains("EDQUOT")) {
      return new ContentException.Unwritable(
          attempted, "the disk quota is used up; free some space", e);
    }
    if (message.contains("Read-only file system") || message.contains("EROFS")) {
      return new ContentException.Unwritable(
          attempted, "its file system is read-only; choose another place with --root", e);
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return new ContentException.Unwritable(
          attempted,
          "permission denied; it belongs to another user, choose another with --root",
          e);
    }
    return e;
  }
}
