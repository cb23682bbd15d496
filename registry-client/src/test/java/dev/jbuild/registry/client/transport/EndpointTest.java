package dev.jbuild.registry.client.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where credentials may go.
class EndpointTest {
  private static final Endpoint REGISTRY =
      new Endpoint("r.example:5000", HttpUrl.get("https://r.example:5000/v2/"), true);

  @Test
  void aUrlBelowTheRegistryIsOfItsOrigin() {
    assertTrue(REGISTRY.sameOrigin(REGISTRY.v2("app/tags/list").build()));
    assertTrue(REGISTRY.sameOrigin(HttpUrl.get("https://R.EXAMPLE:5000/elsewhere?x=1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://r.example:5000/v2/",
        "https://r.example/v2/",
        "https://r.example:5001/v2/",
        "https://r.example.com:5000/v2/",
        "https://www.r.example:5000/v2/",
        "https://r.example:5000@other.example/v2/"
      })
  void aUrlThatDiffersInSchemeHostOrPortIsNot(String url) {
    assertFalse(REGISTRY.sameOrigin(HttpUrl.get(url)));
  }
}
