package dev.jbuild.dockerfile.emit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes JSON on one line: maps (by sorted keys), lists, texts, numbers, booleans and null.
final class JsonText {

  private JsonText() {}

  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder(256);
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> appendText(out, text);
      case Map<?, ?> map -> appendMap(out, map);
      case List<?> list -> appendList(out, list);
      case Boolean flag -> out.append(flag);
      case Number number -> out.append(number);
      default -> throw new IllegalArgumentException("cannot write a " + value.getClass());
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map) {
    TreeMap<String, Object> sorted = new TreeMap<>();
    Map<String, @Nullable Object> values = new HashMap<>();
    map.forEach((key, value) -> {
      sorted.put((String) key, "");
      values.put((String) key, value);
    });
    char separator = '{';
    for (String key : sorted.keySet()) {
      out.append(separator);
      appendText(out, key);
      out.append(':');
      append(out, values.get(key));
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private static void appendList(StringBuilder out, List<?> list) {
    char separator = '[';
    for (Object item : list) {
      out.append(separator);
      append(out, item);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void appendText(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7F || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
