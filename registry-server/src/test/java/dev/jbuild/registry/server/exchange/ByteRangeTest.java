package dev.jbuild.registry.server.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=3-, 3, 7",
    "bytes=-4, 6, 4",
    "bytes=-400, 0, 10",
    "BYTES=9-99999999999999999999999, 9, 1",
  })
  void findsParts(String header, long offset, long length) {
    assertEquals(new ByteRange.Part(offset, length), ByteRange.of(Optional.of(header), 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=3-2",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes=1",
        "bytes=+1-2",
        "bytes=0x1-2"
      })
  void ignoresWhatItCannotServe(String header) {
    assertEquals(new ByteRange.Whole(), ByteRange.of(Optional.of(header), 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0", "bytes=99999999999999999999-"})
  void refusesWhatLiesBeyondTheEnd(String header) {
    assertEquals(new ByteRange.Unsatisfiable(), ByteRange.of(Optional.of(header), 10));
  }

  @Test
  void takesNoHeaderForAllOfIt() {
    assertEquals(new ByteRange.Whole(), ByteRange.of(Optional.empty(), 10));
  }
}
