package dev.jbuild.dockerfile.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Takes a shell text apart into simple commands: enough to see which programs are called with
/// which words, not to run it. Substitutions stay in the words that hold them.
final class ShellText {

  private static final Set<String> KEYWORDS =
      Set.of("!", "{", "}", "if", "then", "elif", "else", "fi", "while", "until", "do", "done");

  private final String text;
  private final List<ShellCommand> commands = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private List<String> words = new ArrayList<>();
  private boolean inWord;
  private boolean piped;
  private boolean redirected;
  private int pos;

  private ShellText(String text) {
    this.text = text;
  }

  static List<ShellCommand> commands(String text) {
    ShellText reader = new ShellText(text);
    reader.read();
    return reader.commands;
  }

  private void read() {
    while (pos < text.length()) {
      char c = text.charAt(pos);
      switch (c) {
        case ' ', '\t', '\r' -> {
          endWord();
          pos++;
        }
        case '\n', ';', '(', ')' -> end(false, 1);
        case '&' -> end(false, follows('&') ? 2 : 1);
        case '|' -> {
          boolean or = follows('|');
          end(!or, or || follows('&') ? 2 : 1);
        }
        case '>', '<' -> redirection();
        case '#' -> comment();
        default -> wordPart(c);
      }
    }
    end(false, 0);
  }

  private boolean follows(char c) {
    return pos + 1 < text.length() && text.charAt(pos + 1) == c;
  }

  private void wordPart(char c) {
    inWord = true;
    switch (c) {
      case '\'' -> {
        int end = text.indexOf('\'', pos + 1);
        end = end < 0 ? text.length() : end;
        word.append(text, pos + 1, end);
        pos = end + 1;
      }
      case '"' -> doubleQuoted();
      case '\\' -> {
        if (pos + 1 < text.length() && text.charAt(pos + 1) != '\n') {
          word.append(text.charAt(pos + 1));
        }
        pos += 2;
      }
      case '$' -> dollar();
      default -> {
        word.append(c);
        pos++;
      }
    }
  }

  private void doubleQuoted() {
    pos++;
    while (pos < text.length() && text.charAt(pos) != '"') {
      char c = text.charAt(pos);
      if (c == '\\' && pos + 1 < text.length()) {
        word.append(text.charAt(pos + 1));
        pos += 2;
      } else if (c == '$') {
        dollar();
      } else {
        word.append(c);
        pos++;
      }
    }
    pos++;
  }

  private void dollar() {
    int end = follows('(') ? closing(pos + 1) : pos + 1;
    word.append(text, pos, end);
    pos = end;
  }

  /// The offset after the bracket that closes the one at an offset.
  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private void redirection() {
    if (follows('(')) {
      int end = closing(pos + 1);
      inWord = true;
      word.append(text, pos, end);
      pos = end;
      return;
    }
    boolean descriptor = inWord && word.chars().allMatch(Character::isDigit);
    if (descriptor) {
      word.setLength(0);
      inWord = false;
    }
    endWord();
    while (pos < text.length() && "<>&|-".indexOf(text.charAt(pos)) >= 0) {
      pos++;
    }
    int from = pos;
    while (pos < text.length() && Character.isDigit(text.charAt(pos))) {
      pos++;
    }
    redirected |= from == pos;
    if (from == pos) {
      skipTarget();
    }
  }

  /// The file of a redirection is none of the command's words.
  private void skipTarget() {
    while (pos < text.length() && (text.charAt(pos) == ' ' || text.charAt(pos) == '\t')) {
      pos++;
    }
    while (pos < text.length() && " \t\r\n;&|()<>".indexOf(text.charAt(pos)) < 0) {
      wordPart(text.charAt(pos));
    }
    word.setLength(0);
    inWord = false;
  }

  private void comment() {
    if (inWord) {
      word.append('#');
      pos++;
      return;
    }
    int end = text.indexOf('\n', pos);
    pos = end < 0 ? text.length() : end;
  }

  private void endWord() {
    if (inWord && !(words.isEmpty() && KEYWORDS.contains(word.toString()))) {
      words.add(word.toString());
    }
    word.setLength(0);
    inWord = false;
  }

  private void end(boolean pipe, int length) {
    endWord();
    if (!words.isEmpty()) {
      commands.add(new ShellCommand(words, piped, redirected));
    }
    piped = pipe || (piped && words.isEmpty());
    redirected = false;
    words = new ArrayList<>();
    pos += length;
  }
}
