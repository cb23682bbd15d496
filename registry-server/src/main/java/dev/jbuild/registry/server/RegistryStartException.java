package dev.jbuild.registry.server;

import java.io.IOException;

/// A registry could not start: its address is taken, its storage, users or certificates are
/// unusable. The message says which and what to do.
public final class RegistryStartException extends IOException {
  public RegistryStartException(String message) {
    super(message);
  }

  public RegistryStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
