package dev.jbuild.registry.server.store;

import java.io.Closeable;

/// All that a registry keeps. Thread-safe; one registry process owns it until it is closed.
public interface StorageDriver extends Closeable {
  BlobStore blobs();

  UploadStore uploads();

  RepositoryIndex index();
}
