package dev.jbuild.image.json;

import java.nio.charset.StandardCharsets;

/// The strings of a document, and where in it something is.
final class JsonText {
  private static final int LONGEST = 16 << 20;

  private final byte[] bytes;
  private int at;

  JsonText(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The offset after the closing quote of the string read last.
  int end() {
    return at;
  }

  /// Reads a string whose first character, after the opening quote, is at an offset.
  String read(int start) throws JsonException {
    for (at = start; at < bytes.length; at++) {
      byte b = bytes[at];
      if (b == '"') {
        checkLength(at - start, start);
        String plain = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
        at++;
        return plain;
      }
      if (b == '\\' || b < ' ') {
        return readOn(start);
      }
    }
    throw malformed("a string does not end", start - 1);
  }

  /// The rest of a string in which something is not plain ASCII; a negative byte begins a character
  /// of UTF-8.
  private String readOn(int start) throws JsonException {
    StringBuilder characters =
        new StringBuilder(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1));
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b == '"') {
        at++;
        return characters.toString();
      }
      if (b == '\\') {
        characters.append(escaped());
      } else if (b < 0) {
        characters.appendCodePoint(encoded());
      } else if (b < ' ') {
        throw malformed("a string has the control character " + describe(at) + " in it", at);
      } else {
        characters.append((char) b);
        at++;
      }
      checkLength(characters.length(), start);
    }
    throw malformed("a string does not end", start - 1);
  }

  private void checkLength(int length, int start) throws JsonException {
    if (length > LONGEST) {
      throw malformed("a string is longer than " + LONGEST, start - 1);
    }
  }

  private char escaped() throws JsonException {
    int backslash = at;
    at += 2;
    switch (backslash + 1 < bytes.length ? bytes[backslash + 1] : 0) {
      case '"':
        return '"';
      case '\\':
        return '\\';
      case '/':
        return '/';
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        break;
      default:
        throw malformed("a string has an unknown escape in it", backslash);
    }
    int code = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = at < bytes.length ? Character.digit(bytes[at], 16) : -1;
      if (digit < 0) {
        throw malformed("\\u needs four hexadecimal digits", backslash);
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  /// One character of two to four bytes, RFC 3629: the shortest form, no surrogates.
  private int encoded() throws JsonException {
    int first = bytes[at] & 0xFF;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    int code = first & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
      int next = at + i < bytes.length ? bytes[at + i] : 0;
      if ((next & 0xC0) != 0x80) {
        throw malformed("it is not UTF-8", at);
      }
      code = code << 6 | next & 0x3F;
    }
    int least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
    boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    if (first < 0xC2
        || first > 0xF4
        || code < least
        || !Character.isValidCodePoint(code)
        || surrogate) {
      throw malformed("it is not UTF-8", at);
    }
    at += more + 1;
    return code;
  }

  /// What is at an offset, for messages.
  String describe(int offset) {
    if (offset >= bytes.length) {
      return "the end";
    }
    int b = bytes[offset] & 0xFF;
    return b > ' ' && b < 0x7F ? "'" + (char) b + "'" : "byte " + b;
  }

  /// An error at an offset.
  JsonException malformed(String what, int offset) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < offset && i < bytes.length; i++) {
      column++;
      if (bytes[i] == '\n') {
        line++;
        column = 1;
      }
    }
    return new JsonException(
        "malformed JSON: " + what + " (line " + line + ", column " + column + ")");
  }
}
