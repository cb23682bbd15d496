package dev.jbuild.engine.image;

/// Patterns for names, as Go's path.Match: `*` and `?` do not match a slash, `[a-c]` and `[^a]` are
/// classes, a backslash takes the next character as it is.
final class Glob {
  private final String pattern;

  Glob(String pattern) {
    this.pattern = pattern;
  }

  /// Whether a text has characters that mean something in a pattern.
  static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
  }

  /// Whether the whole text fits.
  boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      int end = p < pattern.length() ? one(p, text.charAt(t)) : -1;
      if (end > 0) {
        p = end;
        t++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (star >= 0 && text.charAt(mark) != '/') {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Matches one character.
  ///
  /// @return where the pattern goes on, -1 when the character does not fit
  private int one(int p, char c) {
    return switch (pattern.charAt(p)) {
      case '*' -> -1;
      case '?' -> c == '/' ? -1 : p + 1;
      case '[' -> group(p + 1, c);
      case '\\' -> p + 1 < pattern.length() && pattern.charAt(p + 1) == c ? p + 2 : -1;
      default -> pattern.charAt(p) == c ? p + 1 : -1;
    };
  }

  private int group(int from, char c) {
    int p = from;
    boolean negated = p < pattern.length() && pattern.charAt(p) == '^';
    p += negated ? 1 : 0;
    boolean found = false;
    while (p < pattern.length() && pattern.charAt(p) != ']') {
      char low = pattern.charAt(p++);
      char high = low;
      if (p + 1 < pattern.length() && pattern.charAt(p) == '-' && pattern.charAt(p + 1) != ']') {
        high = pattern.charAt(p + 1);
        p += 2;
      }
      found |= c >= low && c <= high;
    }
    return p < pattern.length() && found != negated && c != '/' ? p + 1 : -1;
  }
}
