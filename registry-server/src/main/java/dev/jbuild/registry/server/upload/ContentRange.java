package dev.jbuild.registry.server.upload;

/// Where a chunk belongs in its blob: first and last byte, both included.
///
/// The distribution specification writes `START-END`; the form of RFC 9110, `bytes START-END/SIZE`,
/// is read as well since clients send it.
public record ContentRange(long first, long last) {
  public ContentRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "content range %d-%d does not name any bytes".formatted(first, last));
    }
  }

  public long length() {
    return last - first + 1;
  }

  /// Reads the value of a `Content-Range` header.
  ///
  /// @throws IllegalArgumentException when it is malformed
  public static ContentRange parse(String value) {
    String text = value.strip();
    if (text.startsWith("bytes ")) {
      text = text.substring("bytes ".length()).strip();
    }
    int slash = text.indexOf('/');
    String range = slash < 0 ? text : text.substring(0, slash);
    int dash = range.indexOf('-');
    if (dash < 0) {
      throw malformed(value);
    }
    long first = position(value, range.substring(0, dash));
    long last = position(value, range.substring(dash + 1));
    if (slash >= 0 && !text.endsWith("/*") && position(value, text.substring(slash + 1)) <= last) {
      throw malformed(value);
    }
    return new ContentRange(first, last);
  }

  private static long position(String value, String digits) {
    if (digits.isEmpty()
        || digits.length() > 18
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed(value);
    }
    return Long.parseLong(digits);
  }

  private static IllegalArgumentException malformed(String value) {
    return new IllegalArgumentException(
        "content range '" + value + "' is malformed, expected 'START-END'");
  }
}
