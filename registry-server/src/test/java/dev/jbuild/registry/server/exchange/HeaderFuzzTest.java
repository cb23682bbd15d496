package dev.jbuild.registry.server.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.registry.server.upload.ContentRange;
import java.util.Optional;

/// Header values and queries from anybody.
class HeaderFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void rangesStayInsideTheBlob(FuzzedDataProvider data) {
    long size = data.consumeLong(0, Long.MAX_VALUE);
    ByteRange range = ByteRange.of(Optional.of(data.consumeRemainingAsString()), size);
    if (range instanceof ByteRange.Part part) {
      assertTrue(part.offset() >= 0 && part.length() > 0);
      assertTrue(part.length() <= size - part.offset());
    }
  }

  @FuzzTest(maxDuration = "20s")
  void contentRangesNameAtLeastOneByte(FuzzedDataProvider data) {
    String value = data.consumeRemainingAsString();
    try {
      ContentRange range = ContentRange.parse(value);
      assertTrue(range.first() >= 0 && range.length() > 0);
      assertEquals(range, ContentRange.parse(range.first() + "-" + range.last()));
    } catch (IllegalArgumentException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  @FuzzTest(maxDuration = "20s")
  void queriesAreReadOrRefused(FuzzedDataProvider data) {
    String raw = data.consumeRemainingAsString();
    try {
      Query query = Query.parse(raw);
      query.first("digest").ifPresent(d -> assertTrue(query.has("digest")));
    } catch (IllegalArgumentException e) {
      assertTrue(raw.indexOf('%') >= 0, raw);
    }
  }
}
