package dev.jbuild.registry.server.store;

import java.io.IOException;

/// Storage cannot be opened: not writable, in use by another registry, or of a later version.
public final class StorageException extends IOException {
  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
