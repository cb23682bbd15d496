package dev.jbuild.dockerfile.ast;

/// Checks JSON values by the letter of RFC 8259 without building them. Each method takes the offset
/// where something starts and gives the offset after it, or -1 when it is malformed.
final class JsonSyntax {

  private static final int MAX_DEPTH = 10_000;

  private JsonSyntax() {}

  /// The text member of an object, or empty when the text is no such object.
  static String member(String text, String name) {
    int start = skipBlanks(text, 0);
    if (!text.startsWith("{", start)
        || skipBlanks(text, Math.max(0, skipValue(text, start))) != text.length()) {
      return "";
    }
    String found = "";
    int i = skipBlanks(text, start + 1);
    while (text.startsWith("\"", i)) {
      int keyEnd = skipString(text, i);
      String key = text.substring(i + 1, keyEnd - 1);
      int value = skipBlanks(text, skipBlanks(text, keyEnd) + 1);
      int end = skipValue(text, value);
      if (key.equals(name) && text.startsWith("\"", value)) {
        found = text.substring(value + 1, end - 1);
      }
      i = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    return found;
  }

  static int skipBlanks(String text, int from) {
    int i = from;
    while (i < text.length() && " \t\n\r".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  static int skipString(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c < ' ') {
        return -1;
      }
      if (c == '\\') {
        i++;
        if (i >= text.length() || "\"\\/bfnrtu".indexOf(text.charAt(i)) < 0) {
          return -1;
        }
        if (text.charAt(i) == 'u') {
          for (int d = 1; d <= 4; d++) {
            if (i + d >= text.length() || Character.digit(ascii(text.charAt(i + d)), 16) < 0) {
              return -1;
            }
          }
          i += 4;
        }
      }
    }
    return -1;
  }

  private static char ascii(char c) {
    return c < 0x80 ? c : ' ';
  }

  /// Skips a value of any kind; keeps a stack of open brackets instead of calling itself.
  static int skipValue(String text, int from) {
    StringBuilder open = new StringBuilder();
    int i = from;
    while (true) {
      i = skipBlanks(text, i);
      char c = i < text.length() ? text.charAt(i) : 0;
      boolean opened = c == '[' || c == '{';
      if (opened) {
        open.append(c);
        if (open.length() > MAX_DEPTH) {
          return -1;
        }
        i = skipBlanks(text, i + 1);
        boolean empty = i < text.length() && text.charAt(i) == (c == '[' ? ']' : '}');
        if (!empty) {
          i = c == '{' ? skipKey(text, i) : i;
          if (i < 0) {
            return -1;
          }
          continue;
        }
      } else {
        i = c == '"' ? skipString(text, i) : skipLiteral(text, i);
        if (i < 0) {
          return -1;
        }
      }
      i = closeOrContinue(text, i, open);
      if (i < 0 || open.isEmpty()) {
        return i;
      }
    }
  }

  /// After a value: closes brackets, then either stops after the outermost or steps over a comma.
  private static int closeOrContinue(String text, int from, StringBuilder open) {
    int i = from;
    while (!open.isEmpty()) {
      i = skipBlanks(text, i);
      char top = open.charAt(open.length() - 1);
      char c = i < text.length() ? text.charAt(i) : 0;
      if (c == ',') {
        i = skipBlanks(text, i + 1);
        return top == '{' ? skipKey(text, i) : i;
      }
      if (c != (top == '[' ? ']' : '}')) {
        return -1;
      }
      open.setLength(open.length() - 1);
      i++;
    }
    return i;
  }

  private static int skipKey(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '"') {
      return -1;
    }
    int i = skipString(text, from);
    if (i < 0) {
      return -1;
    }
    i = skipBlanks(text, i);
    return i < text.length() && text.charAt(i) == ':' ? i + 1 : -1;
  }

  private static int skipLiteral(String text, int from) {
    for (String word : new String[] {"true", "false", "null"}) {
      if (text.startsWith(word, from)) {
        return from + word.length();
      }
    }
    return skipNumber(text, from);
  }

  private static int skipNumber(String text, int from) {
    int i = from;
    if (i < text.length() && text.charAt(i) == '-') {
      i++;
    }
    int digits = skipDigits(text, i);
    if (digits == i || (text.charAt(i) == '0' && digits > i + 1)) {
      return -1;
    }
    i = digits;
    if (i < text.length() && text.charAt(i) == '.') {
      digits = skipDigits(text, i + 1);
      if (digits == i + 1) {
        return -1;
      }
      i = digits;
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
        i++;
      }
      digits = skipDigits(text, i);
      return digits == i ? -1 : digits;
    }
    return i;
  }

  private static int skipDigits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
