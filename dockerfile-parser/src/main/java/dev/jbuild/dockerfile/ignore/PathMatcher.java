package dev.jbuild.dockerfile.ignore;

import java.util.List;

/// A compiled pattern. Plain names, `prefix/**`, `**/suffix` and `**/*.end` are compared as texts;
/// the rest is walked once over the path, and every slash on the way is a chance for a directory
/// above to match. Most paths do not come that far: they lack a text that every match has.
final class PathMatcher {

  private enum Kind {
    EXACT,
    PREFIX,
    SUFFIX,
    NAME_END,
    TOKENS
  }

  private final Kind kind;
  private final String text;
  private final PatternTokens tokens;
  private final String[] components;

  /// A text that every match contains; may be empty.
  private final String needed;

  /// A text that every match of a whole path ends with; may be empty.
  private final String end;

  private PathMatcher(Kind kind, String text, PatternTokens tokens, String[] components) {
    this.kind = kind;
    this.text = text;
    this.tokens = tokens;
    this.components = components;
    List<String> runs = tokens.runs();
    this.end = runs.getLast();
    this.needed = longest(runs);
  }

  private static String longest(List<String> runs) {
    String longest = "";
    for (String run : runs) {
      longest = run.length() > longest.length() ? run : longest;
    }
    return longest;
  }

  static PathMatcher compile(String pattern, int line) throws InvalidPatternException {
    PatternSyntax.check(pattern, line);
    PatternTokens tokens = PatternTokens.compile(pattern, line);
    String[] components = pattern.split("/");
    return switch (tokens.shape()) {
      case LITERAL -> new PathMatcher(Kind.EXACT, pattern, tokens, components);
      case PREFIX ->
          new PathMatcher(
              Kind.PREFIX, pattern.substring(0, pattern.length() - 2), tokens, components);
      case SUFFIX -> new PathMatcher(Kind.SUFFIX, pattern.substring(2), tokens, components);
      case MIXED ->
          new PathMatcher(
              tokens.isAnyNameWithEnd() ? Kind.NAME_END : Kind.TOKENS, pattern, tokens, components);
    };
  }

  /// @param parents whether it is enough that a directory above matches
  boolean matches(String path, boolean parents) {
    return switch (kind) {
      case EXACT ->
          path.startsWith(text)
              && (path.length() == text.length() || (parents && path.charAt(text.length()) == '/'));
      case PREFIX -> path.startsWith(text);
      case SUFFIX -> endsAtBoundary(path, parents);
      case NAME_END ->
          parents ? hasNameWithEnd(path) && walk(path, true) : path.endsWith(end) && whole(path);
      case TOKENS -> parents ? walk(path, true) : path.endsWith(end) && walk(path, false);
    };
  }

  private boolean walk(String path, boolean parents) {
    return path.contains(needed) && tokens.matches(path, parents);
  }

  /// A doublestar and a star stand for anything on one line.
  private boolean whole(String path) {
    return path.indexOf('\n') < 0 || tokens.matches(path, false);
  }

  /// Whether a name in the path ends with the text.
  private boolean hasNameWithEnd(String path) {
    int at = path.indexOf(end);
    while (at >= 0) {
      int after = at + end.length();
      if (after == path.length() || path.charAt(after) == '/') {
        return true;
      }
      at = path.indexOf(end, at + 1);
    }
    return false;
  }

  /// Whether the path, or a part of it up to a slash, ends with the text, or is it without its
  /// slash.
  private boolean endsAtBoundary(String path, boolean parents) {
    boolean slash = text.startsWith("/");
    int end = parents ? 0 : path.length();
    while (true) {
      int next = path.indexOf('/', end);
      end = next < 0 ? path.length() : next;
      if (endsWith(path, end, text)
          || (slash && end == text.length() - 1 && path.startsWith(text.substring(1)))) {
        return true;
      }
      if (next < 0) {
        return false;
      }
      end++;
    }
  }

  private static boolean endsWith(String path, int end, String suffix) {
    return end >= suffix.length()
        && path.regionMatches(end - suffix.length(), suffix, 0, suffix.length());
  }

  /// Whether the pattern may match a path below a directory; compares component by component and
  /// gives up, with yes, at the first `**` or escape.
  boolean mayMatchBelow(String[] directory) {
    for (int i = 0; i < directory.length; i++) {
      if (i >= components.length) {
        return true;
      }
      String component = components[i];
      if (component.contains("**") || component.indexOf('\\') >= 0 || component.indexOf('[') >= 0) {
        return true;
      }
      if (!componentMatches(component, directory[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean componentMatches(String pattern, String name) {
    int p = 0;
    int star = -1;
    int mark = 0;
    int n = 0;
    while (n < name.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (c == '*') {
        star = p++;
        mark = n;
      } else if (p < pattern.length() && (c == '?' || c == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
