package dev.jbuild.image.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes trees: as they are stored and digested, or indented for people.
///
/// Only what JSON forbids in a string is escaped, so the form of a tree is the same on every
/// machine and in every version of jbuild. Half of a surrogate pair, which has no UTF-8, is written
/// as the escape that it can only have been read from.
final class JsonWriter {
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder out = new StringBuilder(512);
  private final boolean indented;
  private int depth;

  /// @param indented whether to write four blanks for each level, as docker does
  JsonWriter(boolean indented) {
    this.indented = indented;
  }

  byte[] write(@Nullable Object tree) {
    value(tree);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  // not a switch: pattern switches are linked anew at each start of the JVM
  private void value(@Nullable Object value) {
    if (value instanceof String text) {
      string(text);
    } else if (value instanceof JsonObject object) {
      members(object.members());
    } else if (value == null
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map) {
      members(map);
    } else if (value instanceof Iterable<?> list) {
      elements(list);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      out.append(number.doubleValue());
    } else {
      throw new IllegalArgumentException(
          "no JSON form for " + value + " of " + value.getClass().getName());
    }
  }

  private void members(Map<?, ?> members) {
    out.append('{');
    depth++;
    boolean first = true;
    for (Map.Entry<?, ?> member : members.entrySet()) {
      next(first);
      first = false;
      string(String.valueOf(member.getKey()));
      out.append(indented ? ": " : ":");
      value(member.getValue());
    }
    close('}', first);
  }

  private void elements(Iterable<?> elements) {
    out.append('[');
    depth++;
    boolean first = true;
    for (Object element : elements) {
      next(first);
      first = false;
      value(element);
    }
    close(']', first);
  }

  private void next(boolean first) {
    if (!first) {
      out.append(',');
    }
    line();
  }

  private void close(char close, boolean empty) {
    depth--;
    if (!empty) {
      line();
    }
    out.append(close);
  }

  private void line() {
    if (indented) {
      out.append('\n');
      for (int i = 0; i < depth; i++) {
        out.append("    ");
      }
    }
  }

  private void string(String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && !isHalf(text, i)) {
        continue;
      }
      out.append(text, written, i);
      written = i + 1;
      escape(c);
    }
    out.append(text, written, text.length()).append('"');
  }

  private static boolean isHalf(String text, int index) {
    char c = text.charAt(index);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
        : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
  }

  private void escape(char c) {
    out.append('\\');
    switch (c) {
      case '"', '\\' -> out.append(c);
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      default -> {
        out.append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX.charAt(c >> shift & 0xF));
        }
      }
    }
  }
}
