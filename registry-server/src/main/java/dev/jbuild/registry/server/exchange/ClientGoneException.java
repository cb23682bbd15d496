package dev.jbuild.registry.server.exchange;

import java.io.IOException;

/// The body of a request ended early: its client closed the connection or was silent for too long.
public final class ClientGoneException extends IOException {
  public ClientGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
