package dev.jbuild.dockerfile.ignore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A pattern as a list of elements, matched by keeping the set of elements reached.
///
/// The reference implementation turns patterns into regular expressions; what its odd corners mean
/// (`^` is the start of the path, `**` inside a name only matches whole directories) follows from
/// that.
final class PatternTokens {

  /// What a pattern amounts to.
  enum Shape {
    /// Letter by letter.
    LITERAL,
    /// Literal, then `**` at the end.
    PREFIX,
    /// `**` at the start, then literal.
    SUFFIX,
    /// Everything else.
    MIXED
  }

  private sealed interface Token {
    /// One character of a set.
    record One(CharacterSet set) implements Token {}

    /// Any number of characters that are not a slash.
    record Name() implements Token {}

    /// Nothing, or anything that ends in a slash.
    record Directories() implements Token {}

    /// Anything.
    record Rest() implements Token {}

    /// The start of the path.
    record Start() implements Token {}
  }

  private final Token[] tokens;
  private final Shape shape;
  private final String prefix;

  private PatternTokens(List<Token> tokens, Shape shape, String prefix) {
    this.tokens = tokens.toArray(Token[]::new);
    this.shape = shape;
    this.prefix = prefix;
  }

  Shape shape() {
    return shape;
  }

  /// The texts that every match has in it, in order: runs of plain characters between the elements
  /// that stand for several. The last one is empty when the pattern does not end in such a run, so
  /// that a match ends with it in any case.
  List<String> runs() {
    List<String> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (Token token : tokens) {
      int c = token instanceof Token.One one ? one.set.single() : -1;
      if (c >= 0) {
        run.appendCodePoint(c);
      } else {
        runs.add(run.toString());
        run.setLength(0);
      }
    }
    runs.add(run.toString());
    return runs;
  }

  /// Whether the pattern is a doublestar, a star and then plain characters of a name.
  boolean isAnyNameWithEnd() {
    if (tokens.length < 3
        || !(tokens[0] instanceof Token.Directories)
        || !(tokens[1] instanceof Token.Name)) {
      return false;
    }
    for (int i = 2; i < tokens.length; i++) {
      int c = tokens[i] instanceof Token.One one ? one.set.single() : -1;
      if (c < 0 || c == '/') {
        return false;
      }
    }
    return true;
  }

  static PatternTokens compile(String pattern, int line) throws InvalidPatternException {
    List<Token> tokens = new ArrayList<>();
    Shape shape = Shape.LITERAL;
    int literal = -1;
    int i = 0;
    while (i < pattern.length()) {
      int start = i;
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      if (c == '*' && pattern.startsWith("*", i)) {
        i++;
        i += pattern.startsWith("/", i) ? 1 : 0;
        boolean last = i == pattern.length();
        Shape next = last && shape == Shape.LITERAL ? Shape.PREFIX : Shape.MIXED;
        tokens.add(last ? new Token.Rest() : new Token.Directories());
        shape = start == 0 ? Shape.SUFFIX : next;
      } else if (c == '*') {
        tokens.add(new Token.Name());
        shape = Shape.MIXED;
      } else if (c == '?') {
        tokens.add(new Token.One(CharacterSet.NOT_SLASH));
        shape = Shape.MIXED;
      } else if (c == '\\') {
        int escaped = pattern.codePointAt(i);
        i += Character.charCount(escaped);
        tokens.add(new Token.One(CharacterSet.escaped(escaped, pattern, line)));
        shape = Shape.MIXED;
      } else if (c == '[') {
        CharacterSet.Parsed parsed = CharacterSet.brackets(pattern, i, line);
        tokens.add(new Token.One(parsed.set()));
        i = parsed.end();
        shape = Shape.MIXED;
      } else if (c == ']') {
        tokens.add(new Token.One(CharacterSet.only(c)));
        shape = Shape.MIXED;
      } else {
        tokens.add(c == '^' ? new Token.Start() : new Token.One(CharacterSet.only(c)));
        if (c != '^') {
          continue;
        }
      }
      literal = literal < 0 ? start : literal;
    }
    return new PatternTokens(tokens, shape, literal < 0 ? pattern : pattern.substring(0, literal));
  }

  /// Whether the pattern matches the path or, if that is enough, a part of it up to a slash.
  boolean matches(String path, boolean parents) {
    if (!path.startsWith(prefix)) {
      return false;
    }
    boolean[] now = new boolean[tokens.length + 1];
    boolean[] then = new boolean[tokens.length + 1];
    reach(now, 0, true);
    int i = 0;
    while (true) {
      boolean end = i == path.length();
      if (now[tokens.length] && (end || (parents && path.charAt(i) == '/'))) {
        return true;
      }
      if (end) {
        return false;
      }
      int c = path.codePointAt(i);
      i += Character.charCount(c);
      if (!step(now, then, c)) {
        return false;
      }
      boolean[] swap = now;
      now = then;
      then = swap;
    }
  }

  private boolean step(boolean[] now, boolean[] then, int c) {
    Arrays.fill(then, false);
    boolean any = false;
    for (int t = 0; t < tokens.length; t++) {
      if (!now[t]) {
        continue;
      }
      switch (tokens[t]) {
        case Token.One one -> {
          if (one.set.contains(c)) {
            reach(then, t + 1, false);
            any = true;
          }
        }
        case Token.Name _ -> {
          if (c != '/') {
            reach(then, t, false);
            any = true;
          }
        }
        case Token.Directories _ -> {
          then[t] |= c != '\n';
          if (c == '/') {
            reach(then, t + 1, false);
          }
          any |= c != '\n';
        }
        case Token.Rest _ -> {
          if (c != '\n') {
            reach(then, t, false);
            any = true;
          }
        }
        case Token.Start _ -> {}
      }
    }
    return any;
  }

  /// Marks an element as reached, and those after it that may match nothing. Directories are
  /// special: once text was taken by them, only a slash leads on, which [#step] sees to.
  private void reach(boolean[] set, int token, boolean atStart) {
    int t = token;
    while (true) {
      set[t] = true;
      if (t == tokens.length) {
        return;
      }
      Token at = tokens[t];
      boolean skips =
          at instanceof Token.Name
              || at instanceof Token.Rest
              || at instanceof Token.Directories
              || (at instanceof Token.Start && atStart);
      if (!skips) {
        return;
      }
      t++;
    }
  }
}
