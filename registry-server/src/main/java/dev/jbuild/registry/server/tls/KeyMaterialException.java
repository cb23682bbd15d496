package dev.jbuild.registry.server.tls;

import java.io.IOException;

/// Certificates or keys that cannot be used; the message names the file and what is wrong with it.
public final class KeyMaterialException extends IOException {
  public KeyMaterialException(String message) {
    super(message);
  }

  public KeyMaterialException(String message, Throwable cause) {
    super(message, cause);
  }
}
