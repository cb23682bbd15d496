package dev.jbuild.dockerfile.shell;

import java.util.ArrayList;
import java.util.List;

/// Collects the words of an expansion. White space ends a word unless it was quoted or escaped; a
/// word that is empty is dropped even when it was quoted.
final class WordSplitter {

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();

  void add(char c) {
    if (!Blanks.isSpace(c)) {
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
    word.append(c);
  }

  void addQuoted(String text) {
    word.append(text);
  }

  /// Forgets the word so far. The reference implementation does so at each modifier of a variable.
  void reset() {
    word.setLength(0);
  }

  private void finishWord() {
    words.add(word.toString());
    word.setLength(0);
  }

  List<String> finish() {
    if (!word.isEmpty()) {
      finishWord();
    }
    return words;
  }
}
