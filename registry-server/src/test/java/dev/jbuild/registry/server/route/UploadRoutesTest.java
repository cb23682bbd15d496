package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.exchange.ClientGoneException;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// end-5, end-6, end-13 and end-14, which only make sense one after another.
class UploadRoutesTest extends RouteTest {
  private static final Digest DIGEST = digest("0123456789");
  private String location = "";

  @BeforeEach
  void start() {
    location = RouteFixture.header(registry.call("POST", "/v2/a/blobs/uploads/"), "Location");
  }

  private static Digest digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private Response chunk(String range, String content) {
    return registry.call(
        new FakeRequest("PATCH", location).with("Content-Range", range).body(content));
  }

  private Response stream(InputStream in) {
    return registry.call(new FakeRequest("PATCH", location).stream(in));
  }

  private static InputStream of(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
  }

  /// A body whose client goes away after some bytes.
  private static InputStream broken(String content) {
    InputStream gone =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new ClientGoneException("the client went away", new EOFException());
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(of(content), gone);
  }

  private Response close(Digest digest) {
    return registry.call("PUT", location + "?digest=" + digest);
  }

  private void assertStored() {
    assertEquals("0123456789", RouteFixture.text(registry.call("GET", "/v2/a/blobs/" + DIGEST)));
    RouteFixture.assertFault(404, "BLOB_UPLOAD_UNKNOWN", registry.call("GET", location));
  }

  @Test
  void takesAStreamAndAnEmptyClosingPut() {
    Response patched = stream(of("0123456789"));
    assertEquals(202, patched.status());
    assertEquals("0-9", patched.headers().get("Range"));
    assertEquals(location, patched.headers().get("Location"));
    Response closed = close(DIGEST);
    assertEquals(201, closed.status());
    assertEquals("/v2/a/blobs/" + DIGEST, closed.headers().get("Location"));
    assertEquals(DIGEST.toString(), closed.headers().get("Docker-Content-Digest"));
    assertStored();
  }

  @Test
  void takesTheWholeBlobInTheClosingPut() {
    Response closed =
        registry.call(new FakeRequest("PUT", location + "?digest=" + DIGEST).body("0123456789"));
    assertEquals(201, closed.status());
    assertStored();
  }

  @Test
  void takesChunksInOrderTheLastOneWithThePut() {
    assertEquals("0-3", chunk("0-3", "0123").headers().get("Range"));
    assertEquals("0-6", chunk("bytes 4-6/*", "456").headers().get("Range"));
    Response closed =
        registry.call(
            new FakeRequest("PUT", location + "?digest=" + DIGEST)
                .with("Content-Range", "7-9")
                .body("789"));
    assertEquals(201, closed.status());
    assertStored();
  }

  @Test
  void saysWhereItStandsWhenAChunkIsOutOfOrder() {
    chunk("0-3", "0123");
    for (String range : new String[] {"5-6", "1-2", "0-1"}) {
      Response refused = chunk(range, "xx");
      RouteFixture.assertFault(416, "RANGE_INVALID", refused);
      assertEquals("0-3", refused.headers().get("Range"));
      assertEquals(location, refused.headers().get("Location"));
    }
    Response refused =
        registry.call(
            new FakeRequest("PUT", location + "?digest=" + DIGEST)
                .with("Content-Range", "9-9")
                .body("9"));
    RouteFixture.assertFault(416, "RANGE_INVALID", refused);
    assertEquals(202, chunk("4-9", "456789").status());
    assertEquals(201, close(DIGEST).status());
    assertStored();
  }

  @Test
  void tellsItsStatus() {
    assertEquals("0-0", registry.call("GET", location).headers().get("Range"));
    chunk("0-3", "0123");
    Response status = registry.call("GET", location);
    assertEquals(204, status.status());
    assertEquals("0-3", status.headers().get("Range"));
    assertEquals(location, status.headers().get("Location"));
  }

  @Test
  void takesAStreamAgainFromTheStartAfterItBroke() {
    assertEquals(400, stream(broken("01234")).status());
    assertEquals("0-9", stream(of("0123456789")).headers().get("Range"));
    assertEquals(201, close(DIGEST).status());
    assertStored();
  }

  @Test
  void resumesAfterTheBytesThatCameThrough() {
    stream(broken("01234"));
    assertEquals("0-4", registry.call("GET", location).headers().get("Range"));
    assertEquals("0-9", chunk("5-9", "56789").headers().get("Range"));
    assertEquals(201, close(DIGEST).status());
    assertStored();
  }

  @Test
  void takesABrokenChunkAgain() {
    chunk("0-3", "0123");
    registry.call(
        new FakeRequest("PATCH", location).with("Content-Range", "4-9").stream(broken("45")));
    assertEquals(202, chunk("4-9", "456789").status());
    assertEquals(201, close(DIGEST).status());
    assertStored();
  }

  @Test
  void refusesChunksOfAnotherLengthThanAnnounced() {
    RouteFixture.assertFault(400, "SIZE_INVALID", chunk("0-3", "01234"));
    RouteFixture.assertFault(
        400,
        "SIZE_INVALID",
        registry.call(
            new FakeRequest("PATCH", location).with("Content-Range", "0-3").stream(of("01"))));
    RouteFixture.assertFault(400, "BLOB_UPLOAD_INVALID", chunk("3-0", "01"));
    assertEquals(202, chunk("0-9", "0123456789").status());
    assertEquals(201, close(DIGEST).status());
  }

  @Test
  void dropsTheUploadWhenTheDigestIsWrong() {
    stream(of("0123456789"));
    RouteFixture.assertFault(400, "DIGEST_INVALID", close(digest("other")));
    RouteFixture.assertFault(404, "BLOB_UPLOAD_UNKNOWN", close(DIGEST));
  }

  @Test
  void wantsADigestToClose() {
    stream(of("0123456789"));
    RouteFixture.assertFault(400, "DIGEST_INVALID", registry.call("PUT", location));
    RouteFixture.assertFault(
        400, "DIGEST_INVALID", registry.call("PUT", location + "?digest=sha256:zz"));
    assertEquals(201, close(DIGEST).status());
  }

  @Test
  void storesUnderSha512WhetherAnnouncedOrNot() throws Exception {
    byte[] content = "0123456789".getBytes(StandardCharsets.UTF_8);
    Digest digest =
        new Digest(
            Digest.Algorithm.SHA512,
            java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-512").digest(content)));
    stream(of("0123456789"));
    assertEquals(201, close(digest).status());
    location =
        RouteFixture.header(
            registry.call("POST", "/v2/b/blobs/uploads/?digest-algorithm=sha512"), "Location");
    stream(of("0123456789"));
    assertEquals(201, close(digest).status());
    assertEquals("0123456789", RouteFixture.text(registry.call("GET", "/v2/b/blobs/" + digest)));
  }

  @Test
  void cancels() {
    chunk("0-3", "0123");
    assertEquals(204, registry.call("DELETE", location).status());
    RouteFixture.assertFault(404, "BLOB_UPLOAD_UNKNOWN", registry.call("DELETE", location));
    RouteFixture.assertFault(404, "BLOB_UPLOAD_UNKNOWN", chunk("4-9", "456789"));
  }

  @Test
  void doesNotKnowUploadsOfOtherRepositoriesOrForms() {
    String id = location.substring(location.lastIndexOf('/') + 1);
    for (String path :
        new String[] {
          "/v2/b/blobs/uploads/" + id,
          "/v2/a/blobs/uploads/00000000-0000-4000-8000-000000000000",
          "/v2/a/blobs/uploads/nonsense",
          "/v2/a/blobs/uploads/" + id.toUpperCase(java.util.Locale.ROOT)
        }) {
      RouteFixture.assertFault(404, "BLOB_UPLOAD_UNKNOWN", registry.call("GET", path));
    }
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    chunk("0-3", "0123");
    registry.close();
    registry = new RouteFixture(directory);
    assertEquals("0-3", registry.call("GET", location).headers().get("Range"));
    assertEquals(202, chunk("4-9", "456789").status());
    registry.close();
    registry = new RouteFixture(directory);
    assertEquals(201, close(DIGEST).status());
    assertStored();
  }

  @Test
  void storesAnEmptyBlob() {
    Digest empty = Digest.sha256(new byte[0]);
    assertEquals(201, close(empty).status());
    assertEquals(0, registry.call("HEAD", "/v2/a/blobs/" + empty).body().length());
  }
}
