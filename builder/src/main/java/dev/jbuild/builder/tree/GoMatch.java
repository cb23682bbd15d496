package dev.jbuild.builder.tree;

/// Shell patterns as Go's `path/filepath.Match` understands them, which is what `COPY` uses: `*`
/// and `?` stop at `/`, `[a-z]` and `[^a-z]` are classes, a backslash takes the next character
/// literally.
public final class GoMatch {
  private GoMatch() {}

  /// Whether a path component holds a character that makes it a pattern.
  public static boolean isPattern(String component) {
    for (int i = 0; i < component.length(); i++) {
      switch (component.charAt(i)) {
        case '*', '?', '[' -> {
          return true;
        }
        case '\\' -> i++;
        default -> {}
      }
    }
    return false;
  }

  /// Whether the pattern matches the whole name.
  ///
  /// @throws IllegalArgumentException when the pattern is malformed
  public static boolean matches(String pattern, String name) {
    check(pattern);
    return matches(pattern, 0, name, 0);
  }

  private static boolean matches(String p, int pi, String n, int ni) {
    int i = pi;
    int j = ni;
    while (i < p.length()) {
      char c = p.charAt(i);
      if (c == '*') {
        while (i < p.length() && p.charAt(i) == '*') {
          i++;
        }
        for (int k = j; k <= n.length(); k++) {
          if (matches(p, i, n, k)) {
            return true;
          }
          if (k < n.length() && n.charAt(k) == '/') {
            return false;
          }
        }
        return false;
      }
      if (j >= n.length()) {
        return false;
      }
      int code = n.codePointAt(j);
      switch (c) {
        case '?' -> {
          if (code == '/') {
            return false;
          }
          i++;
        }
        case '[' -> {
          int end = classEnd(p, i);
          if (!inClass(p, i + 1, end, code)) {
            return false;
          }
          i = end + 1;
        }
        default -> {
          if (c == '\\') {
            i++;
          }
          int want = p.codePointAt(i);
          if (want != code) {
            return false;
          }
          i += Character.charCount(want);
        }
      }
      j += Character.charCount(code);
    }
    return j == n.length();
  }

  private static void check(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '[') {
        i = classEnd(pattern, i);
      } else if (c == '\\' && ++i >= pattern.length()) {
        throw malformed(pattern, "it ends with a backslash");
      }
    }
  }

  /// The index of the `]` that ends the class that starts at `[`; checks its ranges on the way.
  private static int classEnd(String pattern, int start) {
    int i = start + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    int ranges = 0;
    while (i < pattern.length()) {
      if (pattern.charAt(i) == ']' && ranges > 0) {
        return i;
      }
      i = afterBound(pattern, i);
      if (i < pattern.length() && pattern.charAt(i) == '-') {
        i = afterBound(pattern, i + 1);
      }
      ranges++;
    }
    throw malformed(pattern, "'[' is not closed");
  }

  private static int afterBound(String pattern, int at) {
    int i = at;
    if (i >= pattern.length() || pattern.charAt(i) == '-' || pattern.charAt(i) == ']') {
      throw malformed(pattern, "a character class is incomplete");
    }
    if (pattern.charAt(i) == '\\' && ++i >= pattern.length()) {
      throw malformed(pattern, "it ends with a backslash");
    }
    return i + Character.charCount(pattern.codePointAt(i));
  }

  private static boolean inClass(String p, int start, int end, int code) {
    int i = start;
    boolean negated = p.charAt(i) == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < end) {
      int low = bound(p, i);
      i = afterBound(p, i);
      int high = low;
      if (p.charAt(i) == '-') {
        high = bound(p, i + 1);
        i = afterBound(p, i + 1);
      }
      found |= low <= code && code <= high;
    }
    return found != negated;
  }

  private static int bound(String p, int at) {
    return p.codePointAt(p.charAt(at) == '\\' ? at + 1 : at);
  }

  private static IllegalArgumentException malformed(String pattern, String why) {
    return new IllegalArgumentException("pattern '" + pattern + "' is malformed: " + why);
  }
}
