package dev.jbuild.dockerfile.ignore;

/// One line of an ignore file.
///
/// @param text the pattern as it is matched: clean, without `!` and without a leading slash
/// @param includes whether it began with `!` and brings paths back
/// @param line in the ignore file, from 1; for patterns given as a list, its place there
public record IgnorePattern(String text, boolean includes, int line) {

  @Override
  public String toString() {
    return (includes ? "!" : "") + text;
  }
}
