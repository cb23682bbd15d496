package dev.jbuild.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT0.4S, Less than a second",
    "PT1S, 1 second",
    "PT59S, 59 seconds",
    "PT60S, About a minute",
    "PT3M10S, 3 minutes",
    "PT59M59S, 59 minutes",
    "PT60M, About an hour",
    "PT90M, 2 hours",
    "PT47H, 47 hours",
    "P2D, 2 days",
    "P13D, 13 days",
    "P14D, 2 weeks",
    "P60D, 2 months",
    "P729D, 24 months",
    "P730D, 2 years"
  })
  void roundsAsDockerDoes(Duration duration, String words) {
    assertEquals(words, Ages.words(duration));
  }

  @Test
  void showsSecondsWithOneDecimal() {
    assertEquals("0.0s", Ages.seconds(Duration.ofMillis(49)));
    assertEquals("0.1s", Ages.seconds(Duration.ofMillis(50)));
    assertEquals("12.3s", Ages.seconds(Duration.ofMillis(12_345)));
    assertEquals("0.0s", Ages.seconds(Duration.ofMillis(-5)));
  }
}
