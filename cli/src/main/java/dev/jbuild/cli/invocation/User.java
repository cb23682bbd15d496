package dev.jbuild.cli.invocation;

import java.nio.file.Path;

/// The user on whose behalf an invocation runs: effective user number and home directory.
public record User(int id, Path home) {
  /// Whether this is the superuser.
  public boolean isRoot() {
    return id == 0;
  }
}
