package dev.jbuild.registry.server.exchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a representation that a `Range` header asks for, RFC 9110 section "Range".
public sealed interface ByteRange {
  /// All of it: no header, a unit other than bytes, a malformed value, or several ranges, which a
  /// server may ignore.
  record Whole() implements ByteRange {}

  /// A part that exists.
  record Part(long offset, long length) implements ByteRange {
    /// The value of the answer's `Content-Range`.
    public String contentRange(long size) {
      return "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
    }
  }

  /// A part that lies beyond the end.
  record Unsatisfiable() implements ByteRange {}

  /// Reads a `Range` header for something of a size.
  static ByteRange of(Optional<String> header, long size) {
    String value = header.orElse("").strip();
    if (!value.regionMatches(true, 0, "bytes=", 0, 6) || value.indexOf(',') >= 0) {
      return new Whole();
    }
    String spec = value.substring(6).strip();
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    Long first = position(spec.substring(0, dash));
    Long last = position(spec.substring(dash + 1));
    if (dash == 0) {
      return last == null ? new Whole() : suffix(last, size);
    }
    boolean open = dash == spec.length() - 1;
    if (first == null || (last == null && !open) || (last != null && last < first)) {
      return new Whole();
    }
    if (first >= size) {
      return new Unsatisfiable();
    }
    long end = last == null ? size - 1 : Math.min(last, size - 1);
    return new Part(first, end - first + 1);
  }

  private static ByteRange suffix(long length, long size) {
    if (length == 0 || size == 0) {
      return new Unsatisfiable();
    }
    long taken = Math.min(length, size);
    return new Part(size - taken, taken);
  }

  /// A number, cut to what fits when it is longer; null when it is none.
  private static @Nullable Long position(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
