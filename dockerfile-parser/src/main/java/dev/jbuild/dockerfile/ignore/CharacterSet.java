package dev.jbuild.dockerfile.ignore;

import java.util.ArrayList;
import java.util.List;

/// A set of characters: one, a bracket expression, or an escape.
///
/// @param ranges pairs of first and last character
record CharacterSet(boolean negated, List<int[]> ranges) {

  static final CharacterSet NOT_SLASH =
      new CharacterSet(true, List.<int[]>of(new int[] {'/', '/'}));

  /// A bracket expression and the offset after it.
  record Parsed(CharacterSet set, int end) {}

  static CharacterSet only(int c) {
    return new CharacterSet(false, List.<int[]>of(new int[] {c, c}));
  }

  /// The one character that the set holds, or -1 when it holds others, too.
  int single() {
    boolean one = !negated && ranges.size() == 1 && ranges.getFirst()[0] == ranges.getFirst()[1];
    return one ? ranges.getFirst()[0] : -1;
  }

  boolean contains(int c) {
    for (int[] range : ranges) {
      if (c >= range[0] && c <= range[1]) {
        return !negated;
      }
    }
    return negated;
  }

  /// What a backslash and a character stand for: punctuation for itself, some letters for classes.
  static CharacterSet escaped(int c, String pattern, int line) throws InvalidPatternException {
    if (c >= 0x80 || !Character.isLetterOrDigit(c)) {
      return only(c);
    }
    return switch (c) {
      case 'a' -> only(7);
      case 'f' -> only('\f');
      case 'n' -> only('\n');
      case 'r' -> only('\r');
      case 't' -> only('\t');
      case 'v' -> only(0x0B);
      case 'd', 'D' -> new CharacterSet(c == 'D', digits());
      case 's', 'S' -> new CharacterSet(c == 'S', blanks());
      case 'w', 'W' -> new CharacterSet(c == 'W', wordCharacters());
      default ->
          throw new InvalidPatternException(
              "the ignore pattern '"
                  + pattern
                  + "' has a backslash before '"
                  + Character.toString(c)
                  + "', which means nothing",
              line);
    };
  }

  private static List<int[]> digits() {
    return List.<int[]>of(new int[] {'0', '9'});
  }

  private static List<int[]> blanks() {
    return List.of(new int[] {'\t', '\n'}, new int[] {'\f', '\r'}, new int[] {' ', ' '});
  }

  private static List<int[]> wordCharacters() {
    return List.of(
        new int[] {'0', '9'}, new int[] {'A', 'Z'}, new int[] {'a', 'z'}, new int[] {'_', '_'});
  }

  /// Reads a bracket expression whose syntax is known to be right.
  ///
  /// @param from the offset after `[`
  static Parsed brackets(String pattern, int from, int line) throws InvalidPatternException {
    boolean negated = pattern.startsWith("^", from);
    List<int[]> ranges = new ArrayList<>();
    int i = negated ? from + 1 : from;
    while (ranges.isEmpty() || pattern.charAt(i) != ']') {
      i += pattern.charAt(i) == '\\' ? 1 : 0;
      int first = pattern.codePointAt(i);
      i += Character.charCount(first);
      int last = first;
      if (pattern.charAt(i) == '-') {
        i++;
        i += pattern.charAt(i) == '\\' ? 1 : 0;
        last = pattern.codePointAt(i);
        i += Character.charCount(last);
      }
      if (last < first) {
        throw new InvalidPatternException(
            "the ignore pattern '" + pattern + "' has a range that runs backwards", line);
      }
      ranges.add(new int[] {first, last});
    }
    return new Parsed(new CharacterSet(negated, ranges), i + 1);
  }
}
