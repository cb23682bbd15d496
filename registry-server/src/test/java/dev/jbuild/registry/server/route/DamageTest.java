package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.exchange.FakeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files that were changed behind the registry's back: it says which, serves the rest, and takes
/// the image again.
class DamageTest extends RouteTest {
  private Digest digest;
  private String content = "";

  DamageTest() {
    digest = Digest.sha256(new byte[0]);
  }

  @BeforeEach
  void push() throws IOException {
    digest = registry.image("a", "v1", "layer");
    registry.image("a", "other", "other");
    content = RouteFixture.text(registry.call("GET", "/v2/a/manifests/v1"));
    registry.close();
  }

  private void damage(Path file, String text) throws IOException {
    Files.writeString(file, text);
    registry = new RouteFixture(directory);
  }

  private void assertMended(String said) {
    RouteFixture.assertFault(500, "UNKNOWN", registry.call("GET", "/v2/a/manifests/v1"));
    String cause = String.valueOf(registry.failures.getLast().getMessage());
    assertTrue(cause.contains(said), cause);
    registry.failures.clear();
    assertEquals(200, registry.call("GET", "/v2/a/manifests/other").status());
    assertEquals(201, registry.putManifest("a", "v1", content).status());
    assertEquals(content, RouteFixture.text(registry.call("GET", "/v2/a/manifests/v1")));
  }

  @Test
  void mendsATag() throws IOException {
    damage(directory.resolve("repositories/a/tags/v1"), "");
    assertMended("tags/v1 is damaged");
  }

  @Test
  void mendsARecord() throws IOException {
    damage(directory.resolve("repositories/a/manifests/sha256-" + digest.hex()), "{\"x\":");
    assertMended("is damaged: malformed JSON");
  }

  @Test
  void mendsTheContentOfAManifest() throws IOException {
    Path blob = directory.resolve("blobs/sha256").resolve(digest.hex().substring(0, 2));
    damage(blob.resolve(digest.hex()), content.replace("layers", "lay3rs"));
    assertMended("is damaged; push it again to mend it");
  }

  @Test
  void mendsATruncatedBlob() throws IOException {
    Digest layer = Digest.sha256("layer".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Path blob = directory.resolve("blobs/sha256").resolve(layer.hex().substring(0, 2));
    damage(blob.resolve(layer.hex()), "la");
    assertEquals(2, registry.call("HEAD", "/v2/a/blobs/" + layer).body().length());
    registry.call(new FakeRequest("POST", "/v2/a/blobs/uploads/?digest=" + layer).body("layer"));
    assertEquals("layer", RouteFixture.text(registry.call("GET", "/v2/a/blobs/" + layer)));
  }
}
