package dev.jbuild.registry.server.disk;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.server.store.BlobStore;
import dev.jbuild.registry.server.store.RepositoryIndex;
import dev.jbuild.registry.server.store.StorageDriver;
import dev.jbuild.registry.server.store.StorageException;
import dev.jbuild.registry.server.store.UploadStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A storage directory, opened and locked by one process.
///
/// A file lock keeps a second registry out and goes away with the process, however it ends. What a
/// killed process left in `tmp` is removed when the storage is opened; nothing else is looked at.
public final class DiskStorage implements StorageDriver {
  private static final long SCHEMA = 1;

  private final FileChannel lock;
  private final BlobStore blobs;
  private final UploadStore uploads;
  private final RepositoryIndex index;

  private DiskStorage(DiskLayout layout, FileChannel lock) {
    this.lock = lock;
    DirectorySync sync = new DirectorySync(layout.root());
    DiskFiles files = new DiskFiles(layout.temporary(), sync);
    this.blobs = new DiskBlobStore(layout, files, sync);
    this.uploads = new DiskUploadStore(layout, files);
    this.index = new DiskIndex(layout, files, sync, blobs);
  }

  /// Opens the storage in a directory, making it when there is none.
  ///
  /// @throws StorageException when it cannot be written, is in use, or was made by a later version
  public static DiskStorage open(Path root) throws StorageException {
    DiskLayout layout = new DiskLayout(root.toAbsolutePath().normalize());
    FileChannel lock = null;
    try {
      Files.createDirectories(
          layout.root(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      lock = lock(layout);
      checkVersion(layout);
      clean(layout);
      return new DiskStorage(layout, lock);
    } catch (IOException e) {
      release(lock, e);
      throw e instanceof StorageException s
          ? s
          : new StorageException(
              "opening registry storage %s failed: %s; it must be a directory that this user can write"
                  .formatted(root, e),
              e);
    }
  }

  private static FileChannel lock(DiskLayout layout) throws IOException {
    FileChannel channel =
        FileChannel.open(layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      held = null; // by another registry in this very process
    }
    if (held == null) {
      channel.close();
      throw new StorageException(
          "registry storage %s is in use by another registry; stop it or choose another directory"
              .formatted(layout.root()));
    }
    return channel;
  }

  private static void checkVersion(DiskLayout layout) throws IOException {
    long schema;
    try {
      schema = Json.parseObject(Files.readAllBytes(layout.version())).requireInteger("schema");
    } catch (NoSuchFileException e) {
      Files.createDirectories(layout.temporary());
      DirectorySync sync = new DirectorySync(layout.root());
      new DiskFiles(layout.temporary(), sync)
          .replace(
              layout.version(), Json.bytes(JsonObject.builder().put("schema", SCHEMA).build()));
      sync.persist(layout.root());
      return;
    } catch (JsonException e) {
      throw new StorageException(
          "%s is damaged: %s; restore it as {\"schema\":%d}"
              .formatted(layout.version(), e.getMessage(), SCHEMA),
          e);
    }
    if (schema != SCHEMA) {
      throw new StorageException(
          "registry storage %s has schema %d, this version knows %d; use the version that wrote it"
              .formatted(layout.root(), schema, SCHEMA));
    }
  }

  private static void clean(DiskLayout layout) throws IOException {
    Files.createDirectories(layout.temporary());
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(layout.temporary())) {
      for (Path draft : drafts) {
        Files.delete(draft);
      }
    }
  }

  private static void release(@Nullable FileChannel lock, IOException reason) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public UploadStore uploads() {
    return uploads;
  }

  @Override
  public RepositoryIndex index() {
    return index;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
