package dev.jbuild.dockerfile.diagnostic;

import java.nio.charset.StandardCharsets;

/// Decodes bytes that should be UTF-8. Each byte that is not part of a character becomes one
/// U+FFFD, as in the reference implementation; Java's own decoder may put one for several.
final class Utf8Text {

  private static final char REPLACEMENT = '\uFFFD';

  private Utf8Text() {}

  static String decode(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeEach(bytes, from, to);
  }

  private static String decodeEach(byte[] bytes, int from, int to) {
    StringBuilder out = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int length = length(bytes, i, to);
      if (length == 0) {
        out.append(REPLACEMENT);
        i++;
      } else {
        out.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return out.toString();
  }

  /// Number of bytes of the character at an offset, 0 when there is none.
  private static int length(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    int length =
        first < 0x80
            ? 1
            : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (at + length > to) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      int next = bytes[at + i] & 0xFF;
      int low = i > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
      int high = i > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      if (next < low || next > high) {
        return 0;
      }
    }
    return length;
  }
}
