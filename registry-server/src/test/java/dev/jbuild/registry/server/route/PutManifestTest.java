package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PutManifestTest extends RouteTest {
  private static final Digest ABSENT = Digest.sha256("absent".getBytes(StandardCharsets.UTF_8));

  @Test
  void answersWithDigestAndLocation() {
    Digest digest = registry.image("a/b", "v1", "layer");
    Response again =
        registry.putManifest(
            "a/b", "v2", RouteFixture.text(registry.call("GET", "/v2/a/b/manifests/v1")));
    assertEquals(201, again.status());
    assertEquals("/v2/a/b/manifests/" + digest, again.headers().get("Location"));
    assertEquals(digest.toString(), again.headers().get("Docker-Content-Digest"));
  }

  @Test
  void movesATag() {
    registry.image("a", "v1", "one");
    Digest second = registry.image("a", "v1", "two");
    Response response = registry.call("HEAD", "/v2/a/manifests/v1");
    assertEquals(second.toString(), response.headers().get("Docker-Content-Digest"));
  }

  @Test
  void storesUnderDigestAndAnyNumberOfTags() {
    String content = RouteFixture.manifest(registry.blob("a", "{}"));
    Digest digest = Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
    Response response = registry.putManifest("a", digest + "?tag=one&tag=two", content);
    assertEquals(201, response.status());
    assertEquals("one, two", response.headers().get("OCI-Tag"));
    assertEquals(200, registry.call("GET", "/v2/a/manifests/two").status());
  }

  @Test
  void takesSha512Digests() throws Exception {
    String content = RouteFixture.manifest(registry.blob("a", "{}"));
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-512")
            .digest(content.getBytes(StandardCharsets.UTF_8));
    String digest = "sha512:" + HexFormat.of().formatHex(hash);
    Response response = registry.putManifest("a", digest, content);
    assertEquals(201, response.status());
    assertEquals(digest, response.headers().get("Docker-Content-Digest"));
    assertEquals(content, RouteFixture.text(registry.call("GET", "/v2/a/manifests/" + digest)));
  }

  @Test
  void namesEveryMissingBlob() {
    Digest other = Digest.sha256(new byte[] {7});
    Response response = registry.putManifest("a", "v1", RouteFixture.manifest(ABSENT, other));
    RouteFixture.assertFault(404, "MANIFEST_BLOB_UNKNOWN", response);
    assertTrue(RouteFixture.text(response).contains(ABSENT.toString()));
    assertTrue(RouteFixture.text(response).contains(other.toString()));
    RouteFixture.assertFault(404, "MANIFEST_UNKNOWN", registry.call("GET", "/v2/a/manifests/v1"));
  }

  @Test
  void doesNotCountBlobsOfOtherRepositories() {
    Digest config = registry.blob("a", "{}");
    RouteFixture.assertFault(
        404,
        "MANIFEST_BLOB_UNKNOWN",
        registry.putManifest("b", "v1", RouteFixture.manifest(config)));
  }

  @Test
  void wantsChildrenOfAnIndexAsManifests() {
    Digest child = registry.image("a", "v1", "layer");
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":2}]}\
        """
            .formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, child);
    assertEquals(201, putIndex("a", index).status());
    RouteFixture.assertFault(404, "MANIFEST_BLOB_UNKNOWN", putIndex("b", index));
  }

  private Response putIndex(String repository, String index) {
    return registry.call(
        new FakeRequest("PUT", "/v2/" + repository + "/manifests/multi")
            .with("Content-Type", MediaTypes.OCI_INDEX)
            .body(index));
  }

  @Test
  void acceptsASubjectThatDoesNotExist() {
    String content =
        RouteFixture.referring(ABSENT, registry.blob("a", "{}"), registry.blob("a", "signature"));
    Response response = registry.putManifest("a", "sig", content);
    assertEquals(201, response.status());
    assertEquals(ABSENT.toString(), response.headers().get("OCI-Subject"));
  }

  @Test
  void acceptsForeignLayersThatLiveElsewhere() {
    String content =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},
        "layers":[{"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "digest":"%s","size":5,"urls":["https://example.com/layer"]}]}\
        """
            .formatted(
                MediaTypes.DOCKER_MANIFEST,
                MediaTypes.DOCKER_CONFIG,
                registry.blob("a", "{}"),
                ABSENT);
    Response response =
        registry.call(
            new FakeRequest("PUT", "/v2/a/manifests/win")
                .with("Content-Type", MediaTypes.DOCKER_MANIFEST)
                .body(content));
    assertEquals(201, response.status());
    assertEquals(
        MediaTypes.DOCKER_MANIFEST,
        registry.call("HEAD", "/v2/a/manifests/win").headers().get("Content-Type"));
  }

  @Test
  void leavesParametersOfTheContentTypeAside() {
    String content = RouteFixture.manifest(registry.blob("a", "{}"));
    Response response =
        registry.call(
            new FakeRequest("PUT", "/v2/a/manifests/v1")
                .with("Content-Type", MediaTypes.OCI_MANIFEST + "; charset=utf-8")
                .body(content));
    assertEquals(201, response.status());
    assertEquals(
        MediaTypes.OCI_MANIFEST,
        registry.call("HEAD", "/v2/a/manifests/v1").headers().get("Content-Type"));
  }

  @Test
  void refusesADigestThatIsNotOfTheContent() {
    String content = RouteFixture.manifest(registry.blob("a", "{}"));
    RouteFixture.assertFault(
        400, "DIGEST_INVALID", registry.putManifest("a", ABSENT.toString(), content));
  }

  @Test
  void refusesWhatIsNoManifest() {
    registry.blob("a", "{}");
    for (String content : new String[] {"", "{", "[]", "{}", "{\"schemaVersion\":1}", "null"}) {
      RouteFixture.assertFault(400, "MANIFEST_INVALID", registry.putManifest("a", "v1", content));
    }
  }

  @Test
  void refusesSchemaOneSayingWhatToDo() {
    Response response =
        registry.call(
            new FakeRequest("PUT", "/v2/a/manifests/old")
                .with("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws")
                .body("{\"schemaVersion\":1}"));
    RouteFixture.assertFault(400, "MANIFEST_INVALID", response);
    assertTrue(RouteFixture.text(response).contains("docker 1.10"));
  }

  @Test
  void refusesATypeOtherThanAnnounced() {
    String content = RouteFixture.manifest(registry.blob("a", "{}"));
    RouteFixture.assertFault(
        400,
        "MANIFEST_INVALID",
        registry.call(
            new FakeRequest("PUT", "/v2/a/manifests/v1")
                .with("Content-Type", MediaTypes.DOCKER_MANIFEST)
                .body(content)));
  }

  @Test
  void refusesManifestsAboveTheLimitAnnouncedOrNot() {
    byte[] large = new byte[RouteFixture.MANIFEST_LIMIT + 1];
    RouteFixture.assertFault(
        413,
        "SIZE_INVALID",
        registry.call(new FakeRequest("PUT", "/v2/a/manifests/v1").body(large)));
    RouteFixture.assertFault(
        413,
        "SIZE_INVALID",
        registry.call(
            new FakeRequest("PUT", "/v2/a/manifests/v1")
                .stream(new java.io.ByteArrayInputStream(large))));
  }
}
