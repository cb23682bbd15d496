package dev.jbuild.dockerfile.plan;

import java.util.ArrayList;
import java.util.List;

/// The value of `--chmod`: an octal mode, or symbolic clauses such as `u=rwX,go=rX`.
///
/// Symbolic clauses follow chmod(1); a clause without `ugoa` means all, no umask is taken off.
public final class ModeChange {

  private static final int ALL = 07777;

  private final String text;
  private final int absolute;
  private final List<Clause> clauses;

  private ModeChange(String text, int absolute, List<Clause> clauses) {
    this.text = text;
    this.absolute = absolute;
    this.clauses = List.copyOf(clauses);
  }

  private record Clause(int who, char operator, String permissions) {}

  /// Reads a mode.
  ///
  /// @throws IllegalArgumentException when the text is neither an octal mode up to 07777 nor
  ///   symbolic
  public static ModeChange parse(String text) {
    if (!text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9') {
      return new ModeChange(text, octal(text), List.of());
    }
    List<Clause> clauses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      readClause(text, part, clauses);
    }
    return new ModeChange(text, -1, clauses);
  }

  private static int octal(String text) {
    int mode = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 7 || mode > ALL >> 3) {
        throw invalid(text);
      }
      mode = mode << 3 | digit;
    }
    return mode;
  }

  private static void readClause(String text, String part, List<Clause> clauses) {
    int i = 0;
    int who = 0;
    while (i < part.length() && "ugoa".indexOf(part.charAt(i)) >= 0) {
      who |= bits(part.charAt(i++));
    }
    if (i == part.length()) {
      throw invalid(text);
    }
    while (i < part.length()) {
      char operator = part.charAt(i++);
      if ("+-=".indexOf(operator) < 0) {
        throw invalid(text);
      }
      int start = i;
      while (i < part.length() && "rwxXstugo".indexOf(part.charAt(i)) >= 0) {
        i++;
      }
      clauses.add(new Clause(who == 0 ? ALL : who, operator, part.substring(start, i)));
    }
  }

  private static int bits(char who) {
    return switch (who) {
      case 'u' -> 04700;
      case 'g' -> 02070;
      case 'o' -> 01007;
      default -> ALL;
    };
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "mode '" + text + "' is neither octal up to 07777 nor symbolic such as u=rwX,go=rX");
  }

  /// The mode as written.
  public String text() {
    return text;
  }

  /// The octal value, or -1 for a symbolic mode.
  public int absolute() {
    return absolute;
  }

  /// The mode a file gets.
  ///
  /// @param mode permission bits before, at most 07777
  /// @param directory whether the file is a directory, which `X` depends on
  public int apply(int mode, boolean directory) {
    if (absolute >= 0) {
      return absolute;
    }
    int result = mode & ALL;
    for (Clause clause : clauses) {
      int value = value(clause, result, directory);
      result =
          switch (clause.operator) {
            case '+' -> result | value;
            case '-' -> result & ~value;
            default -> (result & ~clause.who) | value;
          };
    }
    return result;
  }

  private static int value(Clause clause, int mode, boolean directory) {
    int value = 0;
    for (int i = 0; i < clause.permissions.length(); i++) {
      value |=
          switch (clause.permissions.charAt(i)) {
            case 'r' -> 0444;
            case 'w' -> 0222;
            case 'x' -> 0111;
            case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
            case 's' -> 06000;
            case 't' -> 01000;
            case 'u' -> spread(mode >> 6);
            case 'g' -> spread(mode >> 3);
            default -> spread(mode);
          };
    }
    return value & clause.who;
  }

  private static int spread(int bits) {
    int three = bits & 7;
    return three << 6 | three << 3 | three;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModeChange that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
