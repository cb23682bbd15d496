package dev.jbuild.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "24h, 2026-03-03T12:00:00Z",
    "1h30m, 2026-03-04T10:30:00Z",
    "1.5h, 2026-03-04T10:30:00Z",
    "10s, 2026-03-04T11:59:50Z",
    "2026-03-01, 2026-03-01T00:00:00Z",
    "2026-03-01T01:02:03, 2026-03-01T01:02:03Z",
    "2026-03-01T01:02:03Z, 2026-03-01T01:02:03Z",
    "2026-03-01T01:02:03+01:00, 2026-03-01T00:02:03Z",
    "0, 1970-01-01T00:00:00Z",
    "1772625600.5, 2026-03-04T12:00:00.500Z",
  })
  void readsWhatDockerReads(String text, String expected) {
    assertEquals(Instant.parse(expected), Moments.parse(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1y", "h", "2026-13-01", "2026-03-01T25:00:00", "-1h", "1h x"})
  void refusesOthers(String text) {
    assertThrows(IllegalArgumentException.class, () -> Moments.parse(text, NOW));
  }

  @Test
  void refusesDurationsBeyondAllTime() {
    assertThrows(IllegalArgumentException.class, () -> Moments.parse("99999999999999999999h", NOW));
  }
}
