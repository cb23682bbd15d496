package dev.jbuild.registry.client.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads as much of TOML 1.0 as configurations of registries have: tables, arrays of tables,
/// strings on one line, booleans, numbers (as text), arrays and inline tables. Dates and strings of
/// several lines are refused.
///
/// Values are `String`, `Boolean`, `List` and `Map`. Every message names the line.
final class Toml {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;

  private Toml(String text) {
    this.text = text;
  }

  /// The document as nested maps.
  ///
  /// @throws IOException with the number of the line that cannot be read
  static Map<String, Object> parse(String text) throws IOException {
    return new Toml(text).document();
  }

  private Map<String, Object> document() throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    Map<String, Object> table = root;
    for (skipLines(); at < text.length(); skipLines()) {
      if (text.startsWith("[[", at)) {
        at += 2;
        table = header(root, true);
        expect("]]");
      } else if (text.charAt(at) == '[') {
        at++;
        table = header(root, false);
        expect("]");
      } else {
        pair(table, 0);
      }
      endLine();
    }
    return root;
  }

  private Map<String, Object> header(Map<String, Object> root, boolean array) throws IOException {
    List<String> path = key();
    Map<String, Object> parent = descend(root, path.subList(0, path.size() - 1));
    if (!array) {
      return descend(parent, path.subList(path.size() - 1, path.size()));
    }
    Object list = parent.computeIfAbsent(path.getLast(), _ -> new ArrayList<>());
    if (!(list instanceof List<?> elements)) {
      throw wrong("'" + path.getLast() + "' is not an array of tables");
    }
    Map<String, Object> table = new LinkedHashMap<>();
    append(elements, table);
    return table;
  }

  @SuppressWarnings("unchecked") // lists in the tree are made here and hold any value
  private static void append(List<?> list, Object value) {
    ((List<Object>) list).add(value);
  }

  @SuppressWarnings("unchecked") // maps in the tree are made here with strings as keys
  private Map<String, Object> descend(Map<String, Object> from, List<String> path)
      throws IOException {
    Map<String, Object> table = from;
    for (String name : path) {
      Object next = table.computeIfAbsent(name, _ -> new LinkedHashMap<String, Object>());
      if (next instanceof List<?> list && !list.isEmpty()) {
        next = list.getLast();
      }
      if (!(next instanceof Map<?, ?> map)) {
        throw wrong("'" + name + "' is not a table");
      }
      table = (Map<String, Object>) map;
    }
    return table;
  }

  private void pair(Map<String, Object> table, int depth) throws IOException {
    List<String> path = key();
    expect("=");
    Map<String, Object> parent = descend(table, path.subList(0, path.size() - 1));
    Object value = value(depth);
    if (parent.putIfAbsent(path.getLast(), value) != null) {
      throw wrong("'" + path.getLast() + "' is given twice");
    }
  }

  private List<String> key() throws IOException {
    List<String> path = new ArrayList<>();
    do {
      skipBlanks();
      char c = peek();
      if (c == '"' || c == '\'') {
        path.add(string());
      } else {
        int start = at;
        while (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-') {
          at++;
        }
        if (start == at) {
          throw wrong("expected a name");
        }
        path.add(text.substring(start, at));
      }
      skipBlanks();
    } while (accept('.'));
    return path;
  }

  private Object value(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw wrong("values are nested too deep");
    }
    skipBlanks();
    return switch (peek()) {
      case '"', '\'' -> string();
      case '[' -> array(depth);
      case '{' -> inlineTable(depth);
      default -> word();
    };
  }

  private List<Object> array(int depth) throws IOException {
    List<Object> values = new ArrayList<>();
    at++;
    for (skipLines(); !accept(']'); skipLines()) {
      values.add(value(depth + 1));
      skipLines();
      if (!accept(',') && peek() != ']') {
        throw wrong("expected ',' or ']' in an array");
      }
    }
    return values;
  }

  private Map<String, Object> inlineTable(int depth) throws IOException {
    Map<String, Object> table = new LinkedHashMap<>();
    at++;
    skipBlanks();
    while (!accept('}')) {
      pair(table, depth + 1);
      skipBlanks();
      if (!accept(',') && peek() != '}') {
        throw wrong("expected ',' or '}' in a table");
      }
      skipBlanks();
    }
    return table;
  }

  private Object word() throws IOException {
    int start = at;
    while (Character.isLetterOrDigit(peek()) || "+-_.".indexOf(peek()) >= 0) {
      at++;
    }
    String word = text.substring(start, at);
    boolean number = word.matches("[+-]?[0-9][0-9_]*(\\.[0-9]+)?");
    return switch (word) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      case String w when number -> w;
      default -> throw wrong("expected a value in quotes, true, false, a number, '[' or '{'");
    };
  }

  private String string() throws IOException {
    char quote = peek();
    if (text.startsWith(String.valueOf(quote).repeat(3), at)) {
      throw wrong("strings of several lines are not supported here");
    }
    StringBuilder value = new StringBuilder();
    for (at++; !accept(quote); ) {
      char c = peek();
      if (c == '\n' || at >= text.length()) {
        throw wrong("a string is not closed");
      }
      at++;
      value.append(c == '\\' && quote == '"' ? escaped() : String.valueOf(c));
    }
    return value.toString();
  }

  private String escaped() throws IOException {
    char c = peek();
    at++;
    return switch (c) {
      case 'b' -> "\b";
      case 't' -> "\t";
      case 'n' -> "\n";
      case 'f' -> "\f";
      case 'r' -> "\r";
      case '"', '\\' -> String.valueOf(c);
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      default -> throw wrong("'\\" + c + "' is not an escape");
    };
  }

  private String codePoint(int digits) throws IOException {
    try {
      int end = Math.min(at + digits, text.length());
      String value = Character.toString(Integer.parseInt(text.substring(at, end), 16));
      at = end;
      return value;
    } catch (IllegalArgumentException _) {
      throw wrong("'\\u' is not followed by " + digits + " hexadecimal digits of a character");
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean accept(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String token) throws IOException {
    skipBlanks();
    if (!text.startsWith(token, at)) {
      throw wrong("expected '" + token + "'");
    }
    at += token.length();
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /// Skips white space, line ends and comments.
  private void skipLines() {
    while (at < text.length()) {
      if (peek() == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (" \t\r\n".indexOf(peek()) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private void endLine() throws IOException {
    skipBlanks();
    accept('\r');
    if (at < text.length() && peek() != '\n' && peek() != '#') {
      throw wrong("expected the end of the line");
    }
  }

  private IOException wrong(String message) {
    long line =
        text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new IOException("line " + (line + 1) + ": " + message);
  }
}
