package dev.jbuild.image.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one document as RFC 8259 has it and nothing more lenient, with the bounds of [Json].
///
/// Nearly every command starts with some documents of a few hundred bytes, so what counts is how
/// little has to be loaded and initialised before the first of them.
final class JsonReader {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;
  private static final int SHOWN = 60;

  private final byte[] bytes;
  private final JsonText text;
  private int at;
  private int depth;

  JsonReader(byte[] bytes) {
    this.bytes = bytes;
    this.text = new JsonText(bytes);
  }

  /// The value that fills the input; blanks may surround it and a byte order mark precede it.
  @Nullable Object document() throws JsonException {
    if (bytes.length >= 3 && peek() == 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
      at = 3;
    }
    skipBlanks();
    if (at == bytes.length) {
      throw new JsonException("malformed JSON: the document is empty");
    }
    Object value = value();
    skipBlanks();
    if (at < bytes.length) {
      throw text.malformed("more text after the end of the document", at);
    }
    return value;
  }

  /// The next byte, -1 at the end.
  private int peek() {
    return at < bytes.length ? bytes[at] & 0xFF : -1;
  }

  private void skipBlanks() {
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
        return;
      }
      at++;
    }
  }

  private @Nullable Object value() throws JsonException {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    };
  }

  private JsonObject object() throws JsonException {
    enter();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (opensAndCloses('}')) {
      return new JsonObject(members);
    }
    do {
      skipBlanks();
      int start = at;
      if (peek() != '"') {
        throw unexpected("the name of a member");
      }
      String name = string();
      skipBlanks();
      expect(':', "':' after the name of a member");
      skipBlanks();
      Object value = value();
      if (members.containsKey(name)) {
        throw text.malformed("member '" + shortened(name) + "' is there twice", start);
      }
      members.put(name, value);
    } while (goesOn('}', "',' or '}'"));
    return new JsonObject(members);
  }

  private List<@Nullable Object> array() throws JsonException {
    enter();
    List<@Nullable Object> elements = new ArrayList<>();
    if (opensAndCloses(']')) {
      return elements;
    }
    do {
      skipBlanks();
      elements.add(value());
    } while (goesOn(']', "',' or ']'"));
    return elements;
  }

  private void enter() throws JsonException {
    if (++depth > DEEPEST) {
      throw text.malformed("it is nested more than " + DEEPEST + " levels deep", at);
    }
    at++;
  }

  private boolean opensAndCloses(char close) {
    skipBlanks();
    if (peek() != close) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  /// Whether a comma follows; otherwise the end must.
  private boolean goesOn(char close, String expected) throws JsonException {
    skipBlanks();
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(close, expected);
    depth--;
    return false;
  }

  private void expect(char wanted, String expected) throws JsonException {
    if (peek() != wanted) {
      throw unexpected(expected);
    }
    at++;
  }

  private @Nullable Object word(String word, @Nullable Object value) throws JsonException {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= bytes.length || bytes[at + i] != word.charAt(i)) {
        throw unexpected("'" + word + "'");
      }
    }
    at += word.length();
    return value;
  }

  private String string() throws JsonException {
    String read = text.read(at + 1);
    at = text.end();
    return read;
  }

  /// A long when there is neither fraction nor exponent, else a double.
  private Object number() throws JsonException {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (peek() == '.') {
      whole = false;
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      whole = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    if (peek() >= '0' && peek() <= '9') {
      throw text.malformed("a number begins with a superfluous 0", start);
    }
    return number(start, whole);
  }

  private Object number(int start, boolean whole) throws JsonException {
    if (at - start > LONGEST_NUMBER) {
      throw text.malformed("a number has more than " + LONGEST_NUMBER + " digits", start);
    }
    String digits = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    if (!whole) {
      return Double.valueOf(digits);
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw text.malformed("the number " + digits + " does not fit 64 bits", start);
    }
  }

  private void digits() throws JsonException {
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == first) {
      throw unexpected("a digit");
    }
  }

  private JsonException unexpected(String expected) {
    return text.malformed("expected " + expected + ", found " + text.describe(at), at);
  }

  private static String shortened(String name) {
    return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
  }
}
