package dev.jbuild.cli.syntax;

/// The operands at one place of a command line: one, an optional one, or several.
///
/// @param max the most operands that are taken; [Integer#MAX_VALUE] for any number
public record Positional(String label, String description, int min, int max) {
  public Positional {
    if (min < 0 || max < min || max == 0) {
      throw new IllegalArgumentException(
          "positional " + label + " takes " + min + " to " + max + " operands");
    }
  }

  /// An operand that must be there.
  public static Positional one(String label, String description) {
    return new Positional(label, description, 1, 1);
  }

  /// An operand that may be left out.
  public static Positional optional(String label, String description) {
    return new Positional(label, description, 0, 1);
  }

  /// Any number of operands from `min` on; must come last.
  public static Positional many(String label, String description, int min) {
    return new Positional(label, description, min, Integer.MAX_VALUE);
  }

  /// The operand as a synopsis shows it: `[LABEL]`, `LABEL`, `LABEL...`.
  public String synopsis() {
    String text = max > 1 ? label + "..." : label;
    return min == 0 ? "[" + text + "]" : text;
  }
}
