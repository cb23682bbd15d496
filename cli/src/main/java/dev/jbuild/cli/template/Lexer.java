package dev.jbuild.cli.template;

import java.util.ArrayList;
import java.util.List;

/// Cuts a template into tokens; `{{-` and `-}}` take the white space beside them away.
final class Lexer {
  private static final int MAX_LENGTH = 64 << 10;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Lexer(String text) {
    this.text = text;
  }

  List<Token> tokens() throws TemplateException {
    if (text.length() > MAX_LENGTH) {
      throw wrong(MAX_LENGTH, "it is longer than " + MAX_LENGTH + " characters");
    }
    boolean trim = false;
    while (at < text.length()) {
      int open = text.indexOf("{{", at);
      int end = open < 0 ? text.length() : open;
      boolean trimRight = open >= 0 && isTrim(open + 2);
      literal(at, end, trim, trimRight);
      if (open < 0) {
        break;
      }
      at = open + 2 + (trimRight ? 1 : 0);
      trim = action(open);
    }
    tokens.add(new Token(Token.Kind.END, "", text.length(), false));
    return tokens;
  }

  private boolean isTrim(int position) {
    return text.startsWith("-", position)
        && position + 1 < text.length()
        && Character.isWhitespace(text.charAt(position + 1));
  }

  private void literal(int from, int to, boolean trimLeft, boolean trimRight) {
    int start = from;
    int end = to;
    while (trimLeft && start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (trimRight && end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (end > start) {
      tokens.add(new Token(Token.Kind.TEXT, text.substring(start, end), start, false));
    }
  }

  /// Reads up to the end of an action.
  ///
  /// @return whether white space after it goes
  private boolean action(int open) throws TemplateException {
    if (comment(open)) {
      boolean trim = text.startsWith("-", at);
      at += trim ? 3 : 2;
      return trim;
    }
    tokens.add(new Token(Token.Kind.OPEN, "{{", open, false));
    while (true) {
      boolean spaced = skipBlanks();
      if (at >= text.length()) {
        throw wrong(open, "'{{' has no '}}'");
      }
      if (text.startsWith("}}", at)) {
        add(Token.Kind.CLOSE, 2, spaced);
        return false;
      }
      if (spaced && text.startsWith("-}}", at)) {
        at++;
        add(Token.Kind.CLOSE, 2, spaced);
        return true;
      }
      token(spaced);
    }
  }

  private boolean comment(int open) throws TemplateException {
    int start = at;
    skipBlanks();
    if (!text.startsWith("/*", at)) {
      at = start;
      return false;
    }
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw wrong(open, "the comment has no end, '*/'");
    }
    at = end + 2;
    skipBlanks();
    if (!text.startsWith("}}", at) && !text.startsWith("-}}", at)) {
      throw wrong(at, "expected '}}' after the comment");
    }
    return true;
  }

  private boolean skipBlanks() {
    int start = at;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at > start;
  }

  private void add(Token.Kind kind, int length, boolean spaced) {
    tokens.add(new Token(kind, text.substring(at, at + length), at, spaced));
    at += length;
  }

  private void token(boolean spaced) throws TemplateException {
    char c = text.charAt(at);
    switch (c) {
      case '|' -> add(Token.Kind.PIPE, 1, spaced);
      case '(' -> add(Token.Kind.LEFT, 1, spaced);
      case ')' -> add(Token.Kind.RIGHT, 1, spaced);
      case ',' -> add(Token.Kind.COMMA, 1, spaced);
      case '=' -> add(Token.Kind.ASSIGN, 1, spaced);
      case ':' -> {
        if (!text.startsWith(":=", at)) {
          throw wrong(at, "expected ':='");
        }
        add(Token.Kind.DECLARE, 2, spaced);
      }
      case '"', '`', '\'' -> string(c, spaced);
      case '.' -> {
        int end = wordEnd(at + 1);
        boolean number = end > at + 1 && Character.isDigit(text.charAt(at + 1));
        if (number) {
          number(spaced);
        } else if (end == at + 1) {
          add(Token.Kind.DOT, 1, spaced);
        } else {
          tokens.add(new Token(Token.Kind.FIELD, text.substring(at + 1, end), at, spaced));
          at = end;
        }
      }
      case '$' -> add(Token.Kind.VARIABLE, wordEnd(at + 1) - at, spaced);
      default -> {
        if (Character.isDigit(c) || ((c == '-' || c == '+') && isDigit(at + 1))) {
          number(spaced);
        } else if (wordEnd(at) > at) {
          add(Token.Kind.WORD, wordEnd(at) - at, spaced);
        } else {
          throw wrong(at, "unexpected character '" + c + "'");
        }
      }
    }
  }

  private boolean isDigit(int position) {
    return position < text.length()
        && (Character.isDigit(text.charAt(position)) || text.charAt(position) == '.');
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  private void number(boolean spaced) {
    int end = at + 1;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end))
            || text.charAt(end) == '.'
            || text.charAt(end) == '_')) {
      end++;
    }
    add(Token.Kind.NUMBER, end - at, spaced);
  }

  private void string(char quote, boolean spaced) throws TemplateException {
    int start = at++;
    StringBuilder content = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at);
      if (c == '\n' && quote != '`') {
        break;
      }
      if (c == '\\' && quote != '`') {
        at = Escapes.read(text, at, content);
        if (at < 0) {
          throw wrong(start, "the string has an escape that is not known");
        }
      } else {
        content.append(c);
        at++;
      }
    }
    if (at >= text.length() || text.charAt(at) != quote) {
      throw wrong(start, "the string has no end, " + quote);
    }
    at++;
    String value = content.toString();
    if (quote == '\'') {
      if (value.codePointCount(0, value.length()) != 1) {
        throw wrong(start, "one character was expected between the quotes; strings have \"\"");
      }
      value = Integer.toString(value.codePointAt(0));
      tokens.add(new Token(Token.Kind.NUMBER, value, start, spaced));
    } else {
      tokens.add(new Token(Token.Kind.STRING, value, start, spaced));
    }
  }

  private TemplateException wrong(int offset, String problem) {
    return new TemplateException(text, offset, problem);
  }
}
