package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Digest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeleteManifestTest extends RouteTest {
  @Test
  void deletesATagAlone() {
    Digest digest = registry.image("a", "v1", "layer");
    assertEquals(202, registry.call("DELETE", "/v2/a/manifests/v1").status());
    assertEquals(404, registry.call("GET", "/v2/a/manifests/v1").status());
    assertEquals(200, registry.call("GET", "/v2/a/manifests/" + digest).status());
  }

  @Test
  void deletesAManifestWithAllItsTags() {
    Digest digest = registry.image("a", "v1", "layer");
    String content = RouteFixture.text(registry.call("GET", "/v2/a/manifests/v1"));
    registry.putManifest("a", "v2", content);
    registry.image("a", "other", "else");
    assertEquals(202, registry.call("DELETE", "/v2/a/manifests/" + digest).status());
    assertEquals(404, registry.call("GET", "/v2/a/manifests/v1").status());
    assertEquals(404, registry.call("GET", "/v2/a/manifests/v2").status());
    assertEquals(404, registry.call("GET", "/v2/a/manifests/" + digest).status());
    assertEquals(200, registry.call("GET", "/v2/a/manifests/other").status());
  }

  @Test
  void saysWhenThereIsNothingToDelete() {
    registry.image("a", "v1", "layer");
    RouteFixture.assertFault(
        404, "MANIFEST_UNKNOWN", registry.call("DELETE", "/v2/a/manifests/v2"));
    RouteFixture.assertFault(
        404,
        "MANIFEST_UNKNOWN",
        registry.call("DELETE", "/v2/a/manifests/" + Digest.sha256(new byte[0])));
  }

  @Test
  void isRefusedWhenDeletionIsSwitchedOff() throws IOException {
    try (RouteFixture kept = new RouteFixture(directory.resolve("kept"), false)) {
      kept.image("a", "v1", "layer");
      Digest blob = kept.blob("a", "x");
      RouteFixture.assertFault(405, "UNSUPPORTED", kept.call("DELETE", "/v2/a/manifests/v1"));
      RouteFixture.assertFault(405, "UNSUPPORTED", kept.call("DELETE", "/v2/a/blobs/" + blob));
    }
  }
}
