package dev.jbuild.dockerfile.shell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Expands the variables of a word and removes its quotes and escapes.
///
/// `$name`, `${name}` and `${name` with one of the modifiers `:-` `-` `:+` `+` `:?` `?` `#` `##`
/// `%` `%%` `/` `//` are understood; words of modifiers nest. Values are inserted as they are,
/// never expanded again. In single quotes nothing is special; in double quotes the escape character
/// works only before `"`, `$` and itself; elsewhere it always vanishes. Expanders are immutable and
/// may be shared between threads.
///
/// @param escape `\` or the character of the `escape` directive
/// @param keepQuotes whether quotes stay in the result
/// @param keepEscapes whether escape characters stay in the result
/// @param plainQuotes whether quotes are ordinary characters
/// @param keepUnset whether variables that are not set stay as written instead of becoming empty
public record WordExpander(
    char escape, boolean keepQuotes, boolean keepEscapes, boolean plainQuotes, boolean keepUnset) {

  /// Longest result, in characters; more is an error.
  public static final int MAX_LENGTH = 16 << 20;

  /// Deepest nesting of `${a:-${b:-...}}`; more is an error.
  public static final int MAX_DEPTH = 100;

  /// The expander of most instructions.
  public static WordExpander withEscape(char escape) {
    return new WordExpander(escape, false, false, false, false);
  }

  /// Expands a word.
  ///
  /// @throws ExpansionException when the word is malformed or a demanded variable is not set
  public Expansion expand(String word, Variables variables) throws ExpansionException {
    if (isPlain(word)) {
      return new Expansion(word, split(word), Set.of(), Set.of(), 0);
    }
    Set<String> used = new LinkedHashSet<>();
    Set<String> unset = new LinkedHashSet<>();
    WordReader reader = new WordReader(this, word, variables, used, unset);
    try {
      String text = reader.readUntil('\0', keepEscapes);
      return new Expansion(text, reader.words(), used, unset, reader.patternSteps());
    } catch (ExpansionException e) {
      throw new ExpansionException(
          "failed to process '" + brief(word) + "': " + e.getMessage(), unset);
    }
  }

  /// Expands a word to one text.
  ///
  /// @throws ExpansionException when the word is malformed or a demanded variable is not set
  public String expandToText(String word, Variables variables) throws ExpansionException {
    return isPlain(word) ? word : expand(word, variables).text();
  }

  private boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '$'
          || c == '<'
          || c == escape
          || c == '\uFEFF'
          || (!plainQuotes && (c == '"' || c == '\''))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> split(String word) {
    List<String> words = new ArrayList<>(1);
    int start = -1;
    for (int i = 0; i < word.length(); i++) {
      boolean space = Blanks.isSpace(word.charAt(i));
      if (space && start >= 0) {
        words.add(word.substring(start, i));
        start = -1;
      } else if (!space && start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      words.add(word.substring(start));
    }
    return words;
  }

  private static String brief(String word) {
    return word.length() <= 200 ? word : word.substring(0, 200) + "...";
  }
}
