package dev.jbuild.image.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The times read and written by hand are those of `java.time`.
class TimesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-11-22T06:31:59.5Z",
        "2026-11-22T06:31:59.123456789Z",
        "2024-02-29T23:59:59.000000001Z",
        "2026-11-22T06:31:59+02:00",
        "2026-11-22T06:31:59.25-11:30",
        "0000-01-01T00:00:00Z",
        "2026-11-22T06:31Z",
        "2026-11-22T06:31:59.Z"
      })
  void readsWhatJavaTimeReads(String text) {
    assertEquals(OffsetDateTime.parse(text).toInstant(), Times.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-22T06:31:59",
        "2026-11-22T06:31:59.1234567890Z",
        "2026-11-22 06:31:59Z",
        "2025-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T06:60:00Z",
        "2026-11-22T06:31:60Z",
        "2026-11-22T06:31:59x5Z",
        "20x6-11-22T06:31:59Z"
      })
  void refusesWhatJavaTimeRefuses(String text) {
    assertThrows(DateTimeException.class, () -> OffsetDateTime.parse(text));
    assertThrows(DateTimeException.class, () -> Times.parse(text));
  }

  @Test
  void writesAsJavaTimeWritesAndReadsItAgain() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      long nanos = random.nextInt(1_000_000_000);
      long kept = i % 4 == 0 ? 0 : i % 4 == 1 ? 1_000_000 : i % 4 == 2 ? 1000 : 1;
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-80_000_000_000L, 300_000_000_000L),
              kept == 0 ? 0 : nanos / kept * kept);
      assertEquals(time.toString(), Times.write(time));
      assertEquals(OffsetDateTime.parse(time.toString()).toInstant(), Times.parse(time.toString()));
    }
  }
}
