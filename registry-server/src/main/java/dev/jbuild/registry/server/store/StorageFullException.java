package dev.jbuild.registry.server.store;

import java.io.IOException;

/// Storage has no room for what was to be written. What was acknowledged before is untouched.
public final class StorageFullException extends IOException {
  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
