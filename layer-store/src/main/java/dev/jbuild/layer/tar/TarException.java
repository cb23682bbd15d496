package dev.jbuild.layer.tar;

import java.io.IOException;

/// A stream that is not the tar, or not the compressed tar, that it should be.
public final class TarException extends IOException {
  public TarException(String message) {
    super(message);
  }

  public TarException(String message, Throwable cause) {
    super(message, cause);
  }
}
