package dev.jbuild.registry.client.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header field `Content-Range: bytes FIRST-LAST/SIZE`, or a registry's `Range: FIRST-LAST`.
///
/// @param last the last byte, inclusive
/// @param size the size of the whole, -1 when it is not known
record ContentRange(long first, long last, long size) {
  private static final Pattern FORM =
      Pattern.compile("(?:bytes[ =])?\\s*(\\d{1,18})-(\\d{1,18})(?:/(\\d{1,18}|\\*))?");

  /// Reads a field; empty when it is absent or malformed.
  static Optional<ContentRange> parse(@Nullable String field) {
    if (field == null) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(field.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String whole = matcher.group(3);
    return Optional.of(
        new ContentRange(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            whole == null || whole.equals("*") ? -1 : Long.parseLong(whole)));
  }

  /// Whether this is all from an offset to the end of something of a size.
  boolean continues(long offset, long expectedSize) {
    return first == offset && last == expectedSize - 1 && (size < 0 || size == expectedSize);
  }
}
