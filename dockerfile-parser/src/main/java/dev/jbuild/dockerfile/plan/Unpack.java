package dev.jbuild.dockerfile.plan;

/// What ADD does with archives.
public enum Unpack {
  /// Copies them as files: COPY, and `ADD --unpack=false`.
  NEVER,
  /// Unpacks local sources that start as a tar, plain or compressed; remote ones stay files.
  LOCAL,
  /// Unpacks local and remote archives: `ADD --unpack=true`.
  ALWAYS
}
