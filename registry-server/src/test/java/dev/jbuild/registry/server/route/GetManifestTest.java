package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import org.junit.jupiter.api.Test;

class GetManifestTest extends RouteTest {
  @Test
  void sendsTheBytesAsPushedByTagAndByDigest() {
    Digest config = registry.blob("a", "{}");
    String content = " \n" + RouteFixture.manifest(config) + "\n\t ";
    registry.putManifest("a", "v1", content);
    Digest digest = Digest.sha256(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (String reference : new String[] {"v1", digest.toString()}) {
      Response response = registry.call("GET", "/v2/a/manifests/" + reference);
      assertEquals(200, response.status());
      assertEquals(content, RouteFixture.text(response));
      assertEquals(MediaTypes.OCI_MANIFEST, response.headers().get("Content-Type"));
      assertEquals(digest.toString(), response.headers().get("Docker-Content-Digest"));
    }
  }

  @Test
  void answersHeadWithTheLengthOfTheBody() {
    registry.image("a", "v1", "layer");
    Response get = registry.call("GET", "/v2/a/manifests/v1");
    Response head = registry.call("HEAD", "/v2/a/manifests/v1");
    assertEquals(get.headers(), head.headers());
    assertEquals(get.body().length(), head.body().length());
  }

  @Test
  void savesTheBodyForClientsThatHaveIt() {
    Digest digest = registry.image("a", "v1", "layer");
    Response response =
        registry.call(
            new FakeRequest("GET", "/v2/a/manifests/v1")
                .with("If-None-Match", "\"other\", \"" + digest + "\""));
    assertEquals(304, response.status());
    assertEquals(0, response.body().length());
  }

  @Test
  void doesNotShowManifestsOfOtherRepositories() {
    Digest digest = registry.image("a", "v1", "layer");
    RouteFixture.assertFault(
        404, "MANIFEST_UNKNOWN", registry.call("GET", "/v2/b/manifests/" + digest));
    RouteFixture.assertFault(404, "MANIFEST_UNKNOWN", registry.call("GET", "/v2/a/manifests/v2"));
    RouteFixture.assertFault(404, "BLOB_UNKNOWN", registry.call("GET", "/v2/a/blobs/" + digest));
  }

  @Test
  void refusesMalformedReferences() {
    RouteFixture.assertFault(400, "TAG_INVALID", registry.call("GET", "/v2/a/manifests/-x"));
    RouteFixture.assertFault(
        400, "DIGEST_INVALID", registry.call("GET", "/v2/a/manifests/sha256:12"));
    RouteFixture.assertFault(400, "DIGEST_INVALID", registry.call("GET", "/v2/a/manifests/md5:12"));
  }
}
