package dev.jbuild.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1, 1B",
    "999, 999B",
    "1000, 1kB",
    "1234, 1.23kB",
    "1235, 1.24kB",
    "12345, 12.3kB",
    "117000, 117kB",
    "999499, 999kB",
    "999999, 1MB",
    "4261574, 4.26MB",
    "72800000, 72.8MB",
    "1100000000, 1.1GB",
    "9223372036854775807, 9.22EB"
  })
  void showsThreeSignificantDigits(long bytes, String text) {
    assertEquals(text, Sizes.format(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "10b, 10",
    "512m, 536870912",
    "1.5g, 1610612736",
    "100KB, 102400",
    "2GiB, 2147483648"
  })
  void readsUnitsOf1024(String text, long bytes) {
    assertEquals(bytes, Sizes.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1x", "many", "1e99g"})
  void refusesWhatIsNoSize(String text) {
    assertThrows(IllegalArgumentException.class, () -> Sizes.parse(text));
  }
}
