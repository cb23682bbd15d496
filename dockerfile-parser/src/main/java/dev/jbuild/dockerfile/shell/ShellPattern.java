package dev.jbuild.dockerfile.shell;

import java.util.Arrays;

/// A pattern of the modifiers `#`, `%` and `/`: `*`, `?` and literals; a backslash makes `*`, `?`
/// and itself literal and may stand before `}` and `/`. Brackets are literal, and neither `*` nor
/// `?` matches a line feed.
final class ShellPattern {

  private static final int STAR = -1;
  private static final int ANY = -2;

  /// Counts the elementary steps that the patterns of one word take.
  static final class Effort {
    private static final long MAX_STEPS = 50_000_000;

    private long steps;

    private void spend(int count) throws ExpansionException {
      steps += count;
      if (steps > MAX_STEPS) {
        throw new ExpansionException(
            "matching patterns takes more than the limit of " + MAX_STEPS + " steps");
      }
    }

    long steps() {
      return steps;
    }
  }

  private final int[] tokens;
  private final Effort effort;

  private ShellPattern(int[] tokens, Effort effort) {
    this.tokens = tokens;
    this.effort = effort;
  }

  static ShellPattern parse(String text, Effort effort) throws ExpansionException {
    return parse(text.codePoints().toArray(), text, effort);
  }

  /// The pattern for text that is read backwards; escapes stay with their character.
  static ShellPattern parseReversed(String text, Effort effort) throws ExpansionException {
    int[] in = text.codePoints().toArray();
    int[] out = new int[in.length];
    int last = in.length - 1;
    for (int i = 0; i <= last; i++) {
      if (in[i] == '\\' && i < last) {
        out[last - i - 1] = in[i];
        out[last - i] = in[i + 1];
        i++;
      } else {
        out[last - i] = in[i];
      }
    }
    return parse(out, text, effort);
  }

  private static ShellPattern parse(int[] text, String shown, Effort effort)
      throws ExpansionException {
    int[] tokens = new int[text.length];
    int n = 0;
    for (int i = 0; i < text.length; i++) {
      int c = text[i];
      if (c == '*') {
        tokens[n++] = STAR;
      } else if (c == '?') {
        tokens[n++] = ANY;
      } else if (c == '\\') {
        int next = i + 1 < text.length ? text[i + 1] : -1;
        if (next == '}' || next == '/') {
          continue;
        }
        if (next != '*' && next != '?' && next != '\\') {
          throw new ExpansionException(
              "the pattern '" + shown + "' has a backslash that is not before *, ? or another one");
        }
        tokens[n++] = next;
        i++;
      } else {
        tokens[n++] = c;
      }
    }
    return new ShellPattern(Arrays.copyOf(tokens, n), effort);
  }

  String withoutPrefix(String value, boolean longest) throws ExpansionException {
    int[] text = value.codePoints().toArray();
    int end = matchEnd(text, 0, longest);
    return end < 0 ? value : new String(text, end, text.length - end);
  }

  /// Takes a pattern made by [#parseReversed].
  String withoutSuffix(String value, boolean longest) throws ExpansionException {
    int[] text = value.codePoints().toArray();
    int[] reversed = new int[text.length];
    for (int i = 0; i < text.length; i++) {
      reversed[i] = text[text.length - 1 - i];
    }
    int end = matchEnd(reversed, 0, longest);
    return end < 0 ? value : new String(text, 0, text.length - end);
  }

  String replace(String value, String replacement, boolean all) throws ExpansionException {
    int[] text = value.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int lastEnd = -1;
    for (int start = 0; start <= text.length; start++) {
      int end = matchEnd(text, start, true);
      if (end < 0 || (end == start && start == lastEnd)) {
        continue;
      }
      append(out, text, copied, start);
      if (all) {
        ReplacementTemplate.appendTo(out, replacement, new String(text, start, end - start));
      } else {
        out.append(replacement);
      }
      copied = end;
      lastEnd = end;
      if (!all) {
        break;
      }
      if (out.length() > WordExpander.MAX_LENGTH) {
        throw new ExpansionException(
            "the result is longer than the limit of " + WordExpander.MAX_LENGTH + " characters");
      }
      start = Math.max(start, end - 1);
    }
    append(out, text, copied, text.length);
    return out.toString();
  }

  private static void append(StringBuilder out, int[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      out.appendCodePoint(text[i]);
    }
  }

  /// End of the shortest or longest match that begins at start, or -1. Walks the text once and
  /// keeps the set of tokens reached.
  private int matchEnd(int[] text, int start, boolean longest) throws ExpansionException {
    boolean[] now = new boolean[tokens.length + 1];
    boolean[] then = new boolean[tokens.length + 1];
    reach(now, 0);
    int found = -1;
    for (int i = start; ; i++) {
      if (now[tokens.length]) {
        found = i;
        if (!longest) {
          return found;
        }
      }
      if (i == text.length || !step(now, then, text[i])) {
        return found;
      }
      boolean[] swap = now;
      now = then;
      then = swap;
    }
  }

  private boolean step(boolean[] now, boolean[] then, int c) throws ExpansionException {
    effort.spend(tokens.length + 1);
    Arrays.fill(then, false);
    boolean any = false;
    for (int t = 0; t < tokens.length; t++) {
      if (!now[t]) {
        continue;
      }
      if (tokens[t] == STAR) {
        if (c != '\n') {
          reach(then, t);
          any = true;
        }
      } else if (tokens[t] == ANY ? c != '\n' : tokens[t] == c) {
        reach(then, t + 1);
        any = true;
      }
    }
    return any;
  }

  private void reach(boolean[] set, int token) {
    int t = token;
    set[t] = true;
    while (t < tokens.length && tokens[t] == STAR) {
      set[++t] = true;
    }
  }
}
