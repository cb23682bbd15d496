package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartUploadTest extends RouteTest {
  @Test
  void givesAnUploadAPlace() {
    Response response = registry.call("POST", "/v2/a/blobs/uploads/");
    assertEquals(202, response.status());
    assertEquals("0-0", response.headers().get("Range"));
    assertEquals(
        "/v2/a/blobs/uploads/" + response.headers().get("Docker-Upload-UUID"),
        response.headers().get("Location"));
  }

  @Test
  void takesAWholeBlobAtOnce() {
    Digest digest = registry.blob("a", "whole");
    Response response = registry.call("GET", "/v2/a/blobs/" + digest);
    assertEquals("whole", RouteFixture.text(response));
  }

  @Test
  void dropsAWholeBlobOfAnotherDigest() throws IOException {
    Response response =
        registry.call(
            new FakeRequest("POST", "/v2/a/blobs/uploads/?digest=" + Digest.sha256(new byte[1]))
                .body("other"));
    RouteFixture.assertFault(400, "DIGEST_INVALID", response);
    assertEquals(List.of(), files(directory.resolve("uploads")));
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void mountsFromTheRepositoryNamed() {
    Digest digest = registry.blob("a", "layer");
    Response response = registry.call("POST", "/v2/b/blobs/uploads/?mount=" + digest + "&from=a");
    assertEquals(201, response.status());
    assertEquals("/v2/b/blobs/" + digest, response.headers().get("Location"));
    assertEquals(200, registry.call("HEAD", "/v2/b/blobs/" + digest).status());
  }

  @Test
  void mountsFromAnywhereWhenNoRepositoryIsNamed() {
    String digest = registry.blob("a", "layer").toString();
    String encoded = digest.replace(":", "%3A");
    assertEquals(201, registry.call("POST", "/v2/b/blobs/uploads/?mount=" + encoded).status());
    assertEquals(200, registry.call("HEAD", "/v2/b/blobs/" + digest).status());
  }

  @Test
  void startsAnUploadWhenAMountCannotBeDone() {
    Digest digest = registry.blob("a", "layer");
    assertEquals(
        202, registry.call("POST", "/v2/b/blobs/uploads/?mount=" + digest + "&from=c").status());
    assertEquals(404, registry.call("HEAD", "/v2/b/blobs/" + digest).status());
  }

  @Test
  void refusesWhatItCannotRead() {
    RouteFixture.assertFault(
        400, "DIGEST_INVALID", registry.call("POST", "/v2/a/blobs/uploads/?digest=md5:00"));
    RouteFixture.assertFault(
        400, "DIGEST_INVALID", registry.call("POST", "/v2/a/blobs/uploads/?mount=x"));
    RouteFixture.assertFault(
        400, "DIGEST_INVALID", registry.call("POST", "/v2/a/blobs/uploads/?digest-algorithm=sha1"));
    RouteFixture.assertFault(
        400,
        "NAME_INVALID",
        registry.call(
            "POST", "/v2/a/blobs/uploads/?mount=" + Digest.sha256(new byte[0]) + "&from=.."));
  }

  @Test
  void refusesABlobAboveTheLimit() {
    byte[] large = new byte[(int) RouteFixture.BLOB_LIMIT + 1];
    String target = "/v2/a/blobs/uploads/?digest=" + Digest.sha256(large);
    RouteFixture.assertFault(
        413, "SIZE_INVALID", registry.call(new FakeRequest("POST", target).body(large)));
    RouteFixture.assertFault(
        413,
        "SIZE_INVALID",
        registry.call(
            new FakeRequest("POST", target).stream(new java.io.ByteArrayInputStream(large))));
    assertTrue(registry.failures.isEmpty());
  }
}
