package dev.jbuild.dockerfile.emit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads well-formed JSON into maps, lists, texts, longs, booleans and null.
final class JsonReader {

  private final String text;
  private int pos;

  JsonReader(String text) {
    this.text = text;
  }

  @Nullable Object read() {
    char c = skip();
    return switch (c) {
      case '{' -> readMap();
      case '[' -> readList();
      case '"' -> readText();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> readNumber();
    };
  }

  private char skip() {
    while (Character.isWhitespace(text.charAt(pos))) {
      pos++;
    }
    return text.charAt(pos);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    pos += word.length();
    return value;
  }

  private Map<String, @Nullable Object> readMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    pos++;
    while (skip() != '}') {
      pos += text.charAt(pos) == ',' ? 1 : 0;
      skip();
      String key = readText();
      skip();
      pos++;
      map.put(key, read());
    }
    pos++;
    return map;
  }

  private List<@Nullable Object> readList() {
    List<@Nullable Object> list = new ArrayList<>();
    pos++;
    while (skip() != ']') {
      pos += text.charAt(pos) == ',' ? 1 : 0;
      list.add(read());
    }
    pos++;
    return list;
  }

  private Object readNumber() {
    int start = pos;
    while (pos < text.length() && "+-.eE0123456789".indexOf(text.charAt(pos)) >= 0) {
      pos++;
    }
    return Long.parseLong(text.substring(start, pos));
  }

  private String readText() {
    StringBuilder out = new StringBuilder();
    pos++;
    while (text.charAt(pos) != '"') {
      char c = text.charAt(pos++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(pos++);
      switch (escaped) {
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          out.append((char) Integer.parseInt(text, pos, pos + 4, 16));
          pos += 4;
        }
        default -> out.append(escaped);
      }
    }
    pos++;
    return out.toString();
  }
}
