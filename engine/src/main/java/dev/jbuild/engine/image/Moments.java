package dev.jbuild.engine.image;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Points in time as docker's options take them: how long ago in Go's form (`10m`, `1h30m`), a date
/// or time of RFC 3339 with or without zone (UTC then), or seconds since 1970.
public final class Moments {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");
  private static final Pattern AGO = Pattern.compile("(?:" + PART.pattern() + ")+");

  private Moments() {}

  /// Reads a point in time.
  ///
  /// @throws IllegalArgumentException when the text is none
  public static Instant parse(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
        BigDecimal seconds = new BigDecimal(text);
        long whole = seconds.longValue();
        long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        return Instant.ofEpochSecond(whole, nanos);
      }
      if (AGO.matcher(text).matches()) {
        return now.minus(duration(text));
      }
      if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-][0-9]{2}:[0-9]{2}");
      return zoned
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time; give one such as 24h, 2026-01-31 or 2026-01-31T12:00:00Z",
          e);
    }
  }

  private static Duration duration(String text) {
    Duration duration = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long nanos =
          switch (part.group(2)) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
          };
      BigDecimal length = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos));
      duration = duration.plusNanos(length.longValueExact());
    }
    return duration;
  }
}
