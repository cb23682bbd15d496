package dev.jbuild.engine.container;

import java.io.IOException;

/// An image, or a part of it, that is not in the store; pulling it may help.
public final class ImageMissingException extends IOException {
  private static final long serialVersionUID = 1L;

  public ImageMissingException(String message) {
    super(message);
  }
}
