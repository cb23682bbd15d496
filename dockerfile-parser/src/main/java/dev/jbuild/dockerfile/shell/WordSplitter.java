package dev.jbuild.dockerfile.shell;

import java.util.ArrayList;
import java.util.List;

/// Collects the words of an expansion. White space ends a word unless it was quoted or escaped; a
/// word that is empty is dropped even when it was quoted.
final class WordSplitter {

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  /// Whether the word announces a heredoc and only blanks came since that was found out.
  private boolean heredoc;

  void add(char c) {
    if (!Blanks.isSpace(c)) {
      heredoc = false;
      word.append(c);
    } else if (heredoc || announcesHeredoc()) {
      heredoc = true;
      word.append(c);
    } else if (!word.isEmpty()) {
      finishWord();
    }
  }

  void addAll(String text) {
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
  }

  void addQuoted(char c) {
    heredoc = false;
    word.append(c);
  }

  void addQuoted(String text) {
    heredoc = false;
    word.append(text);
  }

  /// Whether the word so far is `<<` or `<<-`, with digits before and blanks after, so that blanks
  /// belong to it.
  private boolean announcesHeredoc() {
    int end = word.length();
    while (end > 0 && Blanks.isSpace(word.charAt(end - 1))) {
      end--;
    }
    end -= end > 0 && word.charAt(end - 1) == '-' ? 1 : 0;
    if (end < 2 || word.charAt(end - 1) != '<' || word.charAt(end - 2) != '<') {
      return false;
    }
    for (int i = 0; i < end - 2; i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// Forgets the word so far. The reference implementation does so at each modifier of a variable.
  void reset() {
    heredoc = false;
    word.setLength(0);
  }

  private void finishWord() {
    words.add(word.toString());
    heredoc = false;
    word.setLength(0);
  }

  List<String> finish() {
    if (!word.isEmpty()) {
      finishWord();
    }
    return words;
  }
}
