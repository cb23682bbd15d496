package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.shell.Blanks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the JSON form of an instruction: one array of texts and nothing else. Anything that is not
/// strict JSON is no JSON form at all; an array that holds something else than texts is an error.
final class JsonStrings {

  private final String text;
  private int pos;

  private JsonStrings(String text) {
    this.text = text;
  }

  /// The texts of the array, or null when the argument is not a JSON array.
  static @Nullable List<String> read(String argument) throws SyntaxException {
    String text = Blanks.trimStart(argument);
    if (!text.startsWith("[")) {
      return null;
    }
    return new JsonStrings(text).readArray();
  }

  private @Nullable List<String> readArray() throws SyntaxException {
    List<String> strings = new ArrayList<>(4);
    boolean onlyStrings = true;
    pos = 1;
    skipBlanks();
    if (peek() == ']') {
      pos++;
    } else {
      while (true) {
        skipBlanks();
        if (peek() == '"') {
          String value = readString();
          if (value == null) {
            return null;
          }
          strings.add(value);
        } else {
          onlyStrings = false;
          pos = JsonSyntax.skipValue(text, pos);
          if (pos < 0) {
            return null;
          }
        }
        skipBlanks();
        char c = peek();
        pos++;
        if (c == ']') {
          break;
        }
        if (c != ',') {
          return null;
        }
      }
    }
    skipBlanks();
    if (pos != text.length()) {
      return null;
    }
    if (!onlyStrings) {
      throw new SyntaxException(
          "an array in JSON form may hold only strings",
          text,
          "put every element in double quotes");
    }
    return strings;
  }

  private char peek() {
    return pos < text.length() ? text.charAt(pos) : 0;
  }

  private void skipBlanks() {
    pos = JsonSyntax.skipBlanks(text, pos);
  }

  private @Nullable String readString() {
    int end = JsonSyntax.skipString(text, pos);
    if (end < 0) {
      return null;
    }
    String raw = text.substring(pos + 1, end - 1);
    pos = end;
    return raw.indexOf('\\') < 0 ? raw : unescape(raw);
  }

  /// Resolves the escapes of a string that is known to be valid; a surrogate without its partner
  /// becomes U+FFFD.
  private static String unescape(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = raw.charAt(++i);
      switch (escaped) {
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          char unit = hex(raw, i + 1);
          i += 4;
          if (Character.isHighSurrogate(unit) && raw.startsWith("\\u", i + 1)) {
            char low = hex(raw, i + 3);
            if (Character.isLowSurrogate(low)) {
              out.append(unit).append(low);
              i += 6;
              continue;
            }
          }
          out.append(Character.isSurrogate(unit) ? '\uFFFD' : unit);
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }

  private static char hex(String text, int at) {
    return (char) Integer.parseInt(text, at, at + 4, 16);
  }
}
