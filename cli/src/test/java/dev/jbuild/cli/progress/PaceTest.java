package dev.jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Instant start = Instant.parse("2026-11-22T10:00:00Z");
  private final Pace pace = new Pace();

  private void after(long millis, long done) {
    pace.note(start.plusMillis(millis), done);
  }

  @Test
  void saysNothingBeforeItKnows() {
    assertEquals("", pace.words(100));
    after(0, 5_000_000);
    after(100, 6_000_000);
    assertEquals("", pace.words(100));
  }

  @Test
  void givesRateAndTimeLeft() {
    after(0, 0);
    after(1000, 2_000_000);
    assertEquals(" 2MB/s 3s", pace.words(5_000_000));
    assertEquals(" 2MB/s 1m05s", pace.words(130_000_000));
    assertEquals(" 2MB/s 2h05m", pace.words(15_000_000_000L));
    assertEquals(" 2MB/s", pace.words(0));
  }

  @Test
  void doesNotCountWhatAnEarlierAttemptLeft() {
    after(0, 900_000_000);
    after(1000, 901_000_000);
    assertEquals(" 1MB/s 1s", pace.words(1_000_000));
  }

  @Test
  void followsAChangeWithinSeconds() {
    after(0, 0);
    after(1000, 10_000_000);
    for (int i = 2; i <= 20; i++) {
      after(i * 1000L, 10_000_000 + i * 1_000_000L);
    }
    assertEquals(" 1.13MB/s", pace.words(0));
  }

  @Test
  void aStalledTransferPromisesNothing() {
    after(0, 0);
    after(10_000, 0);
    assertEquals(" 0B/s", pace.words(1000));
  }

  @Test
  void aRepeatedTransferBeginsAtItsNewPlace() {
    after(0, 5_000_000);
    after(1000, 0);
    after(2000, 1_000_000);
    assertEquals(" 1MB/s 4s", pace.words(4_000_000));
  }
}
