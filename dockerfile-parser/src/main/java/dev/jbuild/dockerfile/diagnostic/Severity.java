package dev.jbuild.dockerfile.diagnostic;

/// How grave a diagnostic is.
public enum Severity {
  /// The file cannot be built.
  ERROR,
  /// The file builds, but probably not as meant.
  WARNING
}
