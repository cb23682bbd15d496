package dev.jbuild.cli.template;

/// Escapes in Go's interpreted strings.
final class Escapes {
  private Escapes() {}

  /// Reads one escape.
  ///
  /// @param at where its backslash is
  /// @return where it ends, negative when it is none that is known
  static int read(String text, int at, StringBuilder into) {
    if (at + 1 >= text.length()) {
      return -1;
    }
    char c = text.charAt(at + 1);
    int plain = "abfnrtv\\\"'".indexOf(c);
    if (plain >= 0) {
      into.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(plain));
      return at + 2;
    }
    return switch (c) {
      case 'x' -> code(text, at + 2, 2, 16, into);
      case 'u' -> code(text, at + 2, 4, 16, into);
      case 'U' -> code(text, at + 2, 8, 16, into);
      case '0', '1', '2', '3' -> code(text, at + 1, 3, 8, into);
      default -> -1;
    };
  }

  private static int code(String text, int from, int digits, int radix, StringBuilder into) {
    if (from + digits > text.length()) {
      return -1;
    }
    try {
      int code = Integer.parseInt(text, from, from + digits, radix);
      if (!Character.isValidCodePoint(code)) {
        return -1;
      }
      into.appendCodePoint(code);
      return from + digits;
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
