package dev.jbuild.dockerfile.ignore;

/// A pattern that is malformed, which makes the whole ignore file unusable.
public final class InvalidPatternException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  InvalidPatternException(String message, int line) {
    super(message);
    this.line = line;
  }

  /// Line of the pattern in the ignore file, from 1; for patterns given as a list, its place there.
  public int line() {
    return line;
  }
}
