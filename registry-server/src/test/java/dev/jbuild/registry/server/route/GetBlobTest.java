package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetBlobTest extends RouteTest {
  @Test
  void sendsABlobWithItsDigest() {
    Digest digest = registry.blob("a", "0123456789");
    Response response = registry.call("GET", "/v2/a/blobs/" + digest);
    assertEquals(200, response.status());
    assertEquals("0123456789", RouteFixture.text(response));
    assertEquals(digest.toString(), response.headers().get("Docker-Content-Digest"));
    assertEquals("bytes", response.headers().get("Accept-Ranges"));
  }

  @Test
  void answersHeadWithoutOpeningTheBlob() {
    Digest digest = registry.blob("a", "0123456789");
    Response response = registry.call("HEAD", "/v2/a/blobs/" + digest);
    assertEquals(200, response.status());
    assertEquals(10, assertInstanceOf(Body.Absent.class, response.body()).length());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-5, 2345, bytes 2-5/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=-3, 789, bytes 7-9/10",
    "bytes=0-999, 0123456789, bytes 0-9/10",
  })
  void sendsTheRangeAskedFor(String range, String content, String contentRange) {
    Digest digest = registry.blob("a", "0123456789");
    Response response =
        registry.call(new FakeRequest("GET", "/v2/a/blobs/" + digest).with("Range", range));
    assertEquals(206, response.status());
    assertEquals(content, RouteFixture.text(response));
    assertEquals(contentRange, response.headers().get("Content-Range"));
  }

  @Test
  void saysHowLongTheBlobIsWhenARangeLiesBehindIt() {
    Digest digest = registry.blob("a", "0123456789");
    Response response =
        registry.call(new FakeRequest("GET", "/v2/a/blobs/" + digest).with("Range", "bytes=10-"));
    RouteFixture.assertFault(416, "RANGE_INVALID", response);
    assertEquals("bytes */10", response.headers().get("Content-Range"));
  }

  @Test
  void sendsAllOfItWhenTheRangeIsOfAnotherBlob() {
    Digest digest = registry.blob("a", "0123456789");
    Response response =
        registry.call(
            new FakeRequest("GET", "/v2/a/blobs/" + digest)
                .with("Range", "bytes=2-3")
                .with("If-Range", "\"other\""));
    assertEquals(200, response.status());
    RouteFixture.bytes(response);
  }

  @Test
  void savesTheBodyForClientsThatHaveIt() {
    Digest digest = registry.blob("a", "0123456789");
    Response response =
        registry.call(
            new FakeRequest("GET", "/v2/a/blobs/" + digest)
                .with("If-None-Match", "\"" + digest + "\""));
    assertEquals(304, response.status());
  }

  @Test
  void doesNotShowBlobsOfOtherRepositories() {
    Digest digest = registry.blob("a", "secret");
    RouteFixture.assertFault(404, "BLOB_UNKNOWN", registry.call("GET", "/v2/b/blobs/" + digest));
    RouteFixture.assertFault(400, "DIGEST_INVALID", registry.call("GET", "/v2/a/blobs/sha256:.."));
  }
}
