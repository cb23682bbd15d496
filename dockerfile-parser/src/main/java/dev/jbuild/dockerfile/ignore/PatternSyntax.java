package dev.jbuild.dockerfile.ignore;

/// Checks patterns by the rules of Go's `path/filepath.Match`: an escape needs a character after
/// it, a bracket must be closed and may not be empty, and a `-` in it must be escaped unless it
/// makes a range.
final class PatternSyntax {

  private final String pattern;
  private final int line;
  private int pos;

  private PatternSyntax(String pattern, int line) {
    this.pattern = pattern;
    this.line = line;
  }

  static void check(String pattern, int line) throws InvalidPatternException {
    new PatternSyntax(pattern, line).check();
  }

  private void check() throws InvalidPatternException {
    while (pos < pattern.length()) {
      char c = pattern.charAt(pos++);
      if (c == '\\') {
        if (pos == pattern.length()) {
          throw invalid("it ends with a backslash");
        }
        pos++;
      } else if (c == '[') {
        checkBrackets();
      }
    }
  }

  private void checkBrackets() throws InvalidPatternException {
    if (pattern.startsWith("^", pos)) {
      pos++;
    }
    int ranges = 0;
    while (ranges == 0 || !pattern.startsWith("]", pos)) {
      skipCharacter();
      if (pattern.startsWith("-", pos)) {
        pos++;
        skipCharacter();
      }
      ranges++;
    }
    pos++;
  }

  private void skipCharacter() throws InvalidPatternException {
    char c = pos < pattern.length() ? pattern.charAt(pos) : 0;
    if (c == 0 || c == '-' || c == ']') {
      throw invalid("its brackets are not closed, or empty, or have a '-' out of place");
    }
    if (c == '\\') {
      pos++;
    }
    if (pos >= pattern.length()) {
      throw invalid("its brackets are not closed");
    }
    pos += Character.charCount(pattern.codePointAt(pos));
    if (pos >= pattern.length()) {
      throw invalid("its brackets are not closed");
    }
  }

  private InvalidPatternException invalid(String reason) {
    return new InvalidPatternException(
        "the ignore pattern '" + pattern + "' is malformed: " + reason, line);
  }
}
