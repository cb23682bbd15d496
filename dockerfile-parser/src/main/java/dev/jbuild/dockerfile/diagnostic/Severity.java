package dev.jbuild.dockerfile.diagnostic;

/// How grave a diagnostic is.
public enum Severity {
  /// The file cannot be built.
  ERROR,
  /// The file builds, but probably not as meant.
  WARNING,
  /// The file builds as meant, but could be better.
  INFO;

  /// Whether this is at least as grave as another.
  public boolean reaches(Severity other) {
    return compareTo(other) <= 0;
  }
}
