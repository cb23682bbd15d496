package dev.jbuild.engine.transfer;

import java.io.IOException;

/// An image that cannot be moved although registry and store work.
public final class TransferException extends IOException {

  /// Why an image cannot be moved.
  public enum Reason {
    /// The store has no image of that name.
    NO_SUCH_IMAGE,
    /// There is none for the platform that was asked for.
    WRONG_PLATFORM,
    /// It is something else than an image, such as a signature or a chart.
    NOT_AN_IMAGE,
    /// Its manifest, configuration and layers contradict each other.
    INCONSISTENT,
    /// The registry sent other bytes than it should.
    DAMAGED
  }

  private final Reason reason;

  public TransferException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
