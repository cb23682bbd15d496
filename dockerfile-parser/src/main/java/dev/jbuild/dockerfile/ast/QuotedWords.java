package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;

/// Splits ENV, LABEL and ARG at blanks. Quotes group and stay, for expansion removes them; an
/// escape keeps itself and the next character, save in single quotes; one at the very end is
/// dropped.
final class QuotedWords {

  private QuotedWords() {}

  static List<String> split(String rest, char escape) {
    List<String> words = new ArrayList<>(2);
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    int last = rest.length() - 1;
    for (int i = 0; i <= last; i++) {
      char c = rest.charAt(i);
      if (quote == 0 && Blanks.isSpace(c)) {
        if (inWord && !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
        continue;
      }
      inWord = true;
      if (c == escape && quote != '\'') {
        if (i == last) {
          break;
        }
        word.append(c).append(rest.charAt(++i));
        continue;
      }
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      word.append(c);
    }
    if (inWord && !word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
