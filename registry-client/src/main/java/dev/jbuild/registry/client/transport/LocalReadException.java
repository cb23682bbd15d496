package dev.jbuild.registry.client.transport;

import java.io.IOException;

/// The source of an upload could not be read: a failure of this side that must not be taken for one
/// of the network.
public final class LocalReadException extends IOException {
  public LocalReadException(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
