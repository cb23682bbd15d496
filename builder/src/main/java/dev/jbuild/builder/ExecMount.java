package dev.jbuild.builder;

import java.nio.file.Path;

/// Something mounted into the root of a `RUN` step. The target is an absolute, clean path in the
/// root; the executor resolves it inside the root and makes it if it is missing.
public sealed interface ExecMount {
  /// Where it is seen.
  String target();

  /// A directory or file of the host.
  record Bind(Path source, String target, boolean readOnly) implements ExecMount {}

  /// A fresh file system in memory.
  ///
  /// @param size limit in bytes, 0 for the kernel's default
  /// @param mode permission bits of its root directory
  record Tmpfs(String target, long size, int mode) implements ExecMount {}
}
