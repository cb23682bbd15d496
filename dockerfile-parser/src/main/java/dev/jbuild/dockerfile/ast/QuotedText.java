package dev.jbuild.dockerfile.ast;

/// Writes texts in double quotes the way the reference implementation's language prints them, with
/// escapes for what does not print.
public final class QuotedText {

  private QuotedText() {}

  /// The text in double quotes.
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case 0x07 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 0x0B -> out.append("\\v");
        default -> append(out, c);
      }
    }
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int c) {
    if (c < ' ' || c == 0x7F) {
      out.append("\\x%02x".formatted(c));
    } else if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else {
      out.append(c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
