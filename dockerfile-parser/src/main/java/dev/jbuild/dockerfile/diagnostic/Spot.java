package dev.jbuild.dockerfile.diagnostic;

/// A piece of one physical line: the part of an instruction that a diagnostic is about.
///
/// @param line counted from 1
/// @param column counted from 1, in UTF-16 units
/// @param length in UTF-16 units, at least 1
public record Spot(int line, int column, int length) {

  public Spot {
    if (line < 1 || column < 1 || length < 1) {
      throw new IllegalArgumentException(
          "spot at line %d column %d of length %d".formatted(line, column, length));
    }
  }
}
