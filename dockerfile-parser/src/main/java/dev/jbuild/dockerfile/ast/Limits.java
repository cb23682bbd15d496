package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.SourceFile;

/// Bounds on what is read, so that hostile input costs bounded memory and time.
final class Limits {

  /// Longest physical line in bytes, the same as the reference implementation's.
  static final int LINE = 65_535;

  /// Largest file in bytes.
  static final int FILE = SourceFile.MAX_LENGTH;

  /// Most instructions in a file.
  static final int INSTRUCTIONS = 1_000_000;

  /// Deepest nesting of ONBUILD, each level of which is held in memory; instructions refuse the
  /// second.
  static final int TRIGGERS = 10;

  private Limits() {}
}
