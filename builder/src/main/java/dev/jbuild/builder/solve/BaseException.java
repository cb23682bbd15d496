package dev.jbuild.builder.solve;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.io.IOException;

/// A base image that was not found, with the instruction that names it.
public final class BaseException extends IOException {
  private final transient SourceRange range;

  BaseException(SourceRange range, IOException cause) {
    super(cause.getMessage(), cause);
    this.range = range;
  }

  /// The lines of the instruction.
  public SourceRange range() {
    return range;
  }
}
