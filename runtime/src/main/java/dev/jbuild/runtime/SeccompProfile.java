package dev.jbuild.runtime;

/// Which system calls a container may make.
public enum SeccompProfile {
  /// Docker's default: a list of allowed calls, some of them only with the capability they need.
  DOCKER_DEFAULT,
  /// All of them.
  UNCONFINED
}
