package dev.jbuild.runtime;

/// Which network a container sees.
public enum NetworkMode {
  /// The host's own interfaces and ports.
  HOST,
  /// Nothing but a loopback interface.
  NONE
}
