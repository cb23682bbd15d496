package dev.jbuild.image.json;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// RFC 3339 times as image configurations and records write them: UTC, nanoseconds when not zero.
public final class Times {
  private Times() {}

  /// Reads a time member with any offset; absent and empty are the same.
  public static Optional<Instant> read(JsonObject json, String name) throws JsonException {
    if (json.text(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(json.parsed(name, text -> OffsetDateTime.parse(text).toInstant()));
  }

  /// Writes a time in UTC.
  public static String write(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.atOffset(ZoneOffset.UTC).toInstant());
  }
}
