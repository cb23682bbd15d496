package dev.jbuild.builder;

/// The network that a `RUN` step sees.
public enum NetworkMode {
  /// What the executor gives when nothing is asked for.
  DEFAULT,
  /// The loopback interface alone.
  NONE,
  /// The network of the host.
  HOST
}
