package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Digest;
import org.junit.jupiter.api.Test;

class DeleteBlobTest extends RouteTest {
  @Test
  void takesTheBlobOutOfItsRepositoryOnly() {
    Digest digest = registry.blob("a", "layer");
    registry.blob("b", "layer");
    assertEquals(200, registry.call("HEAD", "/v2/a/blobs/" + digest).status());
    assertEquals(202, registry.call("DELETE", "/v2/a/blobs/" + digest).status());
    RouteFixture.assertFault(404, "BLOB_UNKNOWN", registry.call("GET", "/v2/a/blobs/" + digest));
    RouteFixture.assertFault(404, "BLOB_UNKNOWN", registry.call("DELETE", "/v2/a/blobs/" + digest));
    assertEquals(200, registry.call("HEAD", "/v2/b/blobs/" + digest).status());
  }
}
