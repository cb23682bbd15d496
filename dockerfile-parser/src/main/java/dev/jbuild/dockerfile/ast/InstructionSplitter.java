package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Splits a joined line into word, flags and arguments.
final class InstructionSplitter {

  private final char escape;

  InstructionSplitter(char escape) {
    this.escape = escape;
  }

  Node split(String line, List<String> comments, List<Heredoc> heredocs, SourceRange range)
      throws SyntaxException {
    return split(line, comments, heredocs, range, 0);
  }

  private Node split(
      String line, List<String> comments, List<Heredoc> heredocs, SourceRange range, int depth)
      throws SyntaxException {
    String trimmed = Blanks.trim(line);
    int wordEnd = 0;
    while (wordEnd < trimmed.length() && !Blanks.isSeparator(trimmed.charAt(wordEnd))) {
      wordEnd++;
    }
    String word = trimmed.substring(0, wordEnd);
    FlagSplitter flags = new FlagSplitter(trimmed, skipSeparators(trimmed, wordEnd));
    String rest = Blanks.trim(flags.rest());
    String key = word.toLowerCase(Locale.ROOT);
    if (key.equals("onbuild")) {
      Node trigger = rest.isEmpty() ? null : trigger(rest, range, depth);
      return new Node(
          word, flags.flags(), List.of(), false, heredocs, comments, trigger, range, line);
    }
    ArgumentSplitter.Arguments arguments = ArgumentSplitter.split(key, rest, escape);
    return new Node(
        word,
        flags.flags(),
        arguments.words(),
        arguments.json(),
        heredocs,
        comments,
        null,
        range,
        line);
  }

  private Node trigger(String rest, SourceRange range, int depth) throws SyntaxException {
    if (depth >= Limits.TRIGGERS) {
      throw new SyntaxException(
          "ONBUILD is nested deeper than the limit of " + Limits.TRIGGERS, "", "");
    }
    return split(rest, List.of(), List.of(), range, depth + 1);
  }

  private static int skipSeparators(String text, int from) {
    int i = from;
    while (i < text.length() && Blanks.isSeparator(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// Leading words that start with `--`; the first other word ends them, a bare `--` ends them and
  /// is dropped. Quotes group and vanish, a backslash escapes.
  private static final class FlagSplitter {
    private final String line;
    private final List<String> flags = new ArrayList<>(2);
    private int pos;

    FlagSplitter(String line, int start) {
      this.line = line;
      this.pos = start;
      boolean more = true;
      while (more) {
        while (pos < line.length() && Blanks.isAsciiSpace(line.charAt(pos))) {
          pos++;
        }
        more = line.startsWith("--", pos) && readFlag();
      }
    }

    private boolean readFlag() {
      StringBuilder word = new StringBuilder();
      boolean quoted = false;
      char quote = 0;
      while (pos < line.length()) {
        char c = line.charAt(pos);
        if (quote == 0 && Blanks.isSpace(c)) {
          break;
        }
        pos++;
        if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
          quoted = true;
        } else if (quote != 0 && c == quote) {
          quote = 0;
        } else if (c != '\\') {
          word.append(c);
        } else if (pos < line.length()) {
          word.append(line.charAt(pos++));
        }
      }
      String flag = word.toString();
      if (flag.equals("--")) {
        return false;
      }
      if (quoted || !flag.isEmpty()) {
        flags.add(flag);
      }
      return true;
    }

    List<String> flags() {
      return flags;
    }

    String rest() {
      return line.substring(pos);
    }
  }
}
