package dev.jbuild.registry.server.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
  @ParameterizedTest
  @CsvSource({"0-0, 0, 0", "5-9, 5, 9", "bytes 5-9/10, 5, 9", "bytes 5-9/*, 5, 9"})
  void readsBothForms(String value, long first, long last) {
    assertEquals(new ContentRange(first, last), ContentRange.parse(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "5",
        "5-",
        "-5",
        "9-5",
        "a-b",
        "bytes 0-9/5",
        "bytes */10",
        "0-9/",
        "0--9",
        "0-9999999999999999999"
      })
  void refusesAnythingElse(String value) {
    assertThrows(IllegalArgumentException.class, () -> ContentRange.parse(value));
  }
}
