package dev.jbuild.dockerfile.shell;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One pass over one word; the state of [WordExpander#expand].
final class WordReader {

  private static final char NO_STOP = '\0';

  private final WordExpander options;
  private final String source;
  private final Variables variables;
  private final Set<String> used;
  private final Set<String> unset;
  private final WordSplitter splitter = new WordSplitter();
  private boolean keepEscapes;
  private int pos;
  private int depth;
  private final ShellPattern.Effort effort = new ShellPattern.Effort();

  WordReader(
      WordExpander options,
      String source,
      Variables variables,
      Set<String> used,
      Set<String> unset) {
    this.options = options;
    this.source = source;
    this.variables = variables;
    this.used = used;
    this.unset = unset;
    this.keepEscapes = options.keepEscapes();
    this.pos = source.startsWith("\uFEFF") ? 1 : 0;
  }

  /// The words, once all was read.
  List<String> words() {
    return splitter.finish();
  }

  /// What matching patterns has cost so far, and may cost.
  ShellPattern.Effort effort() {
    return effort;
  }

  long patternSteps() {
    return effort.steps();
  }

  boolean atEnd() {
    return pos >= source.length();
  }

  /// The next character without consuming it, 0 at the end.
  char peek() {
    return atEnd() ? NO_STOP : source.charAt(pos);
  }

  char next() {
    return source.charAt(pos++);
  }

  /// Reads up to an unquoted stop character, which is consumed, or to the end for no stop
  /// character.
  String readUntil(char stop, boolean escapesStay) throws ExpansionException {
    WordSplitter words = stop == NO_STOP ? splitter : null;
    if (stop != NO_STOP) {
      splitter.reset();
    }
    if (++depth > WordExpander.MAX_DEPTH) {
      throw new ExpansionException(
          "substitutions are nested deeper than the limit of " + WordExpander.MAX_DEPTH);
    }
    boolean before = keepEscapes;
    keepEscapes = escapesStay;
    try {
      return readInner(stop, words);
    } finally {
      keepEscapes = before;
      depth--;
    }
  }

  private String readInner(char stop, @Nullable WordSplitter words) throws ExpansionException {
    StringBuilder result = new StringBuilder();
    while (!atEnd()) {
      char c = peek();
      if (stop != NO_STOP && c == stop) {
        pos++;
        return result.toString();
      }
      if (c == '$') {
        String value = new Substitution(this).read();
        append(result, value);
        if (words != null) {
          words.addAll(value);
        }
      } else if (c == '<') {
        String mark = readHeredocMark();
        result.append(mark);
        if (words != null) {
          words.addQuoted(mark);
        }
      } else if (!options.plainQuotes() && (c == '\'' || c == '"')) {
        String quoted = c == '\'' ? readSingleQuoted() : readDoubleQuoted();
        append(result, quoted);
        if (words != null) {
          words.addQuoted(quoted);
        }
      } else {
        readPlain(result, words);
      }
    }
    if (stop != NO_STOP) {
      throw new ExpansionException("unexpected end while looking for '" + stop + "'");
    }
    return result.toString();
  }

  /// A `<<` with the blanks after it, which belong to the word of a heredoc; or a lone `<`.
  private String readHeredocMark() {
    int start = pos++;
    if (peek() == '<') {
      pos++;
      while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
        pos++;
      }
    }
    return source.substring(start, pos);
  }

  private void readPlain(StringBuilder result, @Nullable WordSplitter words) {
    char c = next();
    if (c != options.escape()) {
      result.append(c);
      if (words != null) {
        words.add(c);
      }
      return;
    }
    if (keepEscapes) {
      result.append(c);
      if (words != null) {
        words.addQuoted(c);
      }
    }
    if (!atEnd()) {
      char escaped = next();
      result.append(escaped);
      if (words != null) {
        words.addQuoted(escaped);
      }
    }
  }

  private String readSingleQuoted() throws ExpansionException {
    int close = source.indexOf('\'', pos + 1);
    if (close < 0) {
      pos = source.length();
      throw new ExpansionException("a single quote is not closed");
    }
    String text =
        options.keepQuotes() ? source.substring(pos, close + 1) : source.substring(pos + 1, close);
    pos = close + 1;
    return text;
  }

  private String readDoubleQuoted() throws ExpansionException {
    StringBuilder result = new StringBuilder();
    keepQuote(result, next());
    while (!atEnd()) {
      char c = peek();
      if (c == '"') {
        keepQuote(result, next());
        return result.toString();
      }
      if (c == '$') {
        append(result, new Substitution(this).read());
        continue;
      }
      pos++;
      if (c == options.escape()) {
        if (keepEscapes) {
          result.append(c);
        }
        if (atEnd()) {
          break;
        }
        char escaped = peek();
        if (escaped == '"' || escaped == '$' || escaped == c) {
          c = next();
        }
      }
      result.append(c);
    }
    throw new ExpansionException("a double quote is not closed");
  }

  private void keepQuote(StringBuilder result, char quote) {
    if (options.keepQuotes()) {
      result.append(quote);
    }
  }

  private static void append(StringBuilder result, String text) throws ExpansionException {
    if (result.length() + (long) text.length() > WordExpander.MAX_LENGTH) {
      throw new ExpansionException(
          "the result is longer than the limit of " + WordExpander.MAX_LENGTH + " characters");
    }
    result.append(text);
  }

  /// The name of a variable: letters, digits and underscores; all digits when it starts with one;
  /// or one of the shell's special parameters. Empty when there is none.
  String readName() {
    int start = pos;
    if (atEnd()) {
      return "";
    }
    int first = source.codePointAt(pos);
    if (Character.isDigit(first)) {
      while (!atEnd() && Character.isDigit(source.codePointAt(pos))) {
        pos += Character.charCount(source.codePointAt(pos));
      }
      return source.substring(start, pos);
    }
    if ("@*#?-$!".indexOf(first) >= 0) {
      pos++;
      return source.substring(start, pos);
    }
    while (!atEnd()) {
      int c = source.codePointAt(pos);
      if (c != '_' && !Character.isLetter(c) && !Character.isDigit(c)) {
        break;
      }
      pos += Character.charCount(c);
    }
    return source.substring(start, pos);
  }

  @Nullable String value(String name) {
    String value = variables.get(name);
    (value == null ? unset : used).add(name);
    return value;
  }

  boolean keepUnset() {
    return options.keepUnset();
  }
}
