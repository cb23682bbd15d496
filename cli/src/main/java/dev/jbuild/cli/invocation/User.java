package dev.jbuild.cli.invocation;

import java.nio.file.Path;

/// The user on whose behalf an invocation runs: user number, home directory, and the namespace in
/// which an ordinary user may do what root does.
public record User(int id, Path home, Namespace namespace) {
  public User(int id, Path home) {
    this(id, home, Namespace.NONE);
  }

  /// Whether this is the superuser.
  public boolean isRoot() {
    return id == 0;
  }
}
