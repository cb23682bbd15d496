package dev.jbuild.cli.progress;

/// The colours of live pictures; none when the user does not want any (`NO_COLOR`).
record Style(boolean colours) {
  String done(String text) {
    return painted("34", text);
  }

  String failed(String text) {
    return painted("31", text);
  }

  String faint(String text) {
    return painted("2", text);
  }

  private String painted(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /// Text from outside made fit for one line of a picture: escape sequences and control characters
  /// removed, tabs widened, cut to a width.
  static String plain(String text, int width) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), width));
    for (int i = 0; i < text.length() && line.length() < width; i++) {
      char c = text.charAt(i);
      if (c == '\u001b') {
        i = endOfEscape(text, i);
      } else if (c == '\t') {
        line.repeat(' ', 8 - line.length() % 8);
      } else if (c == '\r') {
        line.setLength(0);
      } else if (!Character.isISOControl(c)) {
        line.append(c);
      }
    }
    line.setLength(Math.min(line.length(), width));
    return line.toString();
  }

  /// The index of the last character of an escape sequence; ECMA-48 ends a control sequence with a
  /// character from `@` to `~`.
  private static int endOfEscape(String text, int start) {
    int i = start + 1;
    if (i >= text.length() || text.charAt(i) != '[') {
      return i;
    }
    do {
      i++;
    } while (i < text.length() && (text.charAt(i) < '@' || text.charAt(i) > '~'));
    return i;
  }
}
