package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/// Whatever a server sends as `Link` or `Content-Range`, reading it ends soon and within bounds.
class LinkFuzzTest {
  private static final HttpUrl PAGE = HttpUrl.get("https://registry.example/v2/app/tags/list");

  @FuzzTest(maxDuration = "25s")
  void linksAreFoundWithinBounds(FuzzedDataProvider data) {
    List<String> fields = List.of(data.consumeString(2000), data.consumeRemainingAsString());
    for (String target : Pages.targets(fields)) {
      assertTrue(!target.isEmpty() && target.length() <= 4000);
      HttpUrl url = PAGE.resolve(target);
      assertTrue(url == null || !url.host().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "25s")
  void rangesAreReadOrNone(FuzzedDataProvider data) {
    Optional<ContentRange> range = ContentRange.parse(data.consumeRemainingAsString());
    assertTrue(range.isEmpty() || (range.get().first() >= 0 && range.get().last() >= 0));
  }

  @Test
  void findsWhatRegistriesSend() {
    assertEquals(
        List.of("/v2/_catalog?last=b&n=2"),
        Pages.targets(List.of("</v2/_catalog?last=b&n=2>; rel=\"next\"")));
    assertEquals(
        List.of("https://h/x"),
        Pages.targets(List.of("<https://h/p>; rel=\"prev\", <https://h/x>;title=\"a\"; rel=next")));
    assertEquals(List.of(), Pages.targets(List.of("<https://h/p>; rel=\"prev\"", "next", "")));
  }

  @Test
  void aLongFieldDoesNotKeepItBusy() {
    for (String piece : List.of("<a>;", "<a>; rel", "<", "<a> ", "<a>; rel = ")) {
      String field = piece.repeat((256 << 10) / piece.length());
      assertTimeout(
          Duration.ofSeconds(5), () -> assertEquals(List.of(), Pages.targets(List.of(field))));
    }
  }
}
