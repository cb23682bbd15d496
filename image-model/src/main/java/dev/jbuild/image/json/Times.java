package dev.jbuild.image.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/// RFC 3339 times as image configurations and records write them: UTC, nanoseconds when not zero.
///
/// The usual form is read and written here by hand, since the formatters of `java.time` are a large
/// part of a short command's start; all others are left to them.
public final class Times {
  private static final int SECONDS_END = 19;
  private static final int DAY = 86_400;
  private static final int NANO_DIGITS = 9;

  private Times() {}

  /// Reads a time member with any offset; absent and empty are the same.
  public static Optional<Instant> read(JsonObject json, String name) throws JsonException {
    if (json.text(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(json.parsed(name, Times::parse));
  }

  /// Reads a time with any offset.
  ///
  /// @throws java.time.DateTimeException when it is none
  static Instant parse(String text) {
    if (!isPlain(text)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    int second =
        3600 * number(text, 11, 13) + 60 * number(text, 14, 16) + number(text, 17, SECONDS_END);
    int nanos = 0;
    int end = text.length() - 1;
    if (end > SECONDS_END) {
      nanos = number(text, SECONDS_END + 1, end);
      for (int digits = end - SECONDS_END - 1; digits < NANO_DIGITS; digits++) {
        nanos *= 10;
      }
    }
    return Instant.ofEpochSecond(date.toEpochDay() * DAY + second, nanos);
  }

  /// Whether it is `2026-01-31T23:59:59Z`, with up to nine decimals, and no leap second.
  private static boolean isPlain(String text) {
    int end = text.length() - 1;
    if (end < SECONDS_END || end > SECONDS_END + 1 + NANO_DIGITS || text.charAt(end) != 'Z') {
      return false;
    }
    if (end == SECONDS_END + 1 || (end > SECONDS_END && text.charAt(SECONDS_END) != '.')) {
      return false;
    }
    String form = "0000-00-00T00:00:00";
    for (int i = 0; i < end; i++) {
      char wanted = i < SECONDS_END ? form.charAt(i) : '0';
      char c = text.charAt(i);
      if (i != SECONDS_END && (wanted == '0' ? c < '0' || c > '9' : c != wanted)) {
        return false;
      }
    }
    return text.charAt(11) < '2' + (text.charAt(12) < '4' ? 1 : 0)
        && text.charAt(14) < '6'
        && text.charAt(17) < '6';
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /// Writes a time in UTC.
  public static String write(Instant time) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), (long) DAY));
    if (date.getYear() < 0 || date.getYear() > 9999) {
      return time.toString();
    }
    int second = (int) Math.floorMod(time.getEpochSecond(), (long) DAY);
    StringBuilder text = new StringBuilder(30);
    digits(text, 4, date.getYear()).append('-');
    digits(text, 2, date.getMonthValue()).append('-');
    digits(text, 2, date.getDayOfMonth()).append('T');
    digits(text, 2, second / 3600).append(':');
    digits(text, 2, second / 60 % 60).append(':');
    digits(text, 2, second % 60);
    int nanos = time.getNano();
    if (nanos != 0) {
      text.append('.');
      if (nanos % 1_000_000 == 0) {
        digits(text, 3, nanos / 1_000_000);
      } else if (nanos % 1000 == 0) {
        digits(text, 6, nanos / 1000);
      } else {
        digits(text, NANO_DIGITS, nanos);
      }
    }
    return text.append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int count, int number) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < count; i++) {
      text.append('0');
    }
    return text.append(digits);
  }
}
