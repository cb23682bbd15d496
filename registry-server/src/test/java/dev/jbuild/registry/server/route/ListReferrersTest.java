package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListReferrersTest extends RouteTest {
  private Digest subject;

  @BeforeEach
  void push() {
    subject = registry.image("a", "v1", "layer");
  }

  private Digest attach(String content, String tag) {
    String manifest =
        RouteFixture.referring(subject, registry.blob("a", "{}"), registry.blob("a", content));
    Response response = registry.putManifest("a", tag, manifest);
    assertEquals(subject.toString(), response.headers().get("OCI-Subject"));
    return Digest.parse(RouteFixture.header(response, "Docker-Content-Digest"));
  }

  private static List<JsonObject> manifests(Response response) throws IOException {
    assertEquals(200, response.status());
    assertEquals(MediaTypes.OCI_INDEX, response.headers().get("Content-Type"));
    JsonObject index = Json.parseObject(RouteFixture.bytes(response));
    assertEquals(MediaTypes.OCI_INDEX, index.requireString("mediaType"));
    return index.objects("manifests");
  }

  @Test
  void listsWithTypeSizeAndAnnotations() throws IOException {
    Digest signature = attach("signature", "sig");
    List<JsonObject> listed = manifests(registry.call("GET", "/v2/a/referrers/" + subject));
    assertEquals(1, listed.size());
    JsonObject entry = listed.getFirst();
    assertEquals(signature.toString(), entry.requireString("digest"));
    assertEquals(MediaTypes.OCI_MANIFEST, entry.requireString("mediaType"));
    assertEquals("application/vnd.example.config", entry.requireString("artifactType"));
    assertEquals("test", entry.stringMap("annotations").get("made.by"));
    assertEquals(
        registry.call("HEAD", "/v2/a/manifests/sig").body().length(), entry.requireInteger("size"));
  }

  @Test
  void isEmptyNeverUnknown() throws IOException {
    assertEquals(
        List.of(),
        manifests(registry.call("GET", "/v2/a/referrers/" + Digest.sha256(new byte[0]))));
    assertEquals(
        List.of(),
        manifests(registry.call("GET", "/v2/none/referrers/" + Digest.sha256(new byte[0]))));
    RouteFixture.assertFault(400, "DIGEST_INVALID", registry.call("GET", "/v2/a/referrers/latest"));
  }

  @Test
  void filtersByArtifactType() throws IOException {
    attach("signature", "sig");
    String path = "/v2/a/referrers/" + subject + "?artifactType=";
    Response matching = registry.call("GET", path + "application/vnd.example.config");
    assertEquals(1, manifests(matching).size());
    assertEquals("artifactType", matching.headers().get("OCI-Filters-Applied"));
    assertEquals(0, manifests(registry.call("GET", path + "application/other%2Bjson")).size());
    assertNull(
        registry.call("GET", "/v2/a/referrers/" + subject).headers().get("OCI-Filters-Applied"));
  }

  @Test
  void forgetsDeletedOnes() throws IOException {
    Digest signature = attach("signature", "sig");
    attach("sbom", "bom");
    assertEquals(2, manifests(registry.call("GET", "/v2/a/referrers/" + subject)).size());
    registry.call("DELETE", "/v2/a/manifests/" + signature);
    assertEquals(1, manifests(registry.call("GET", "/v2/a/referrers/" + subject)).size());
  }

  @Test
  void includesWhatOlderClientsListedUnderATag() throws IOException {
    Digest old = registry.image("a", "old-signature", "old");
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s","size":9,
        "artifactType":"application/old"}]}\
        """
            .formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, old);
    Response pushed =
        registry.call(
            new FakeRequest("PUT", "/v2/a/manifests/sha256-" + subject.hex())
                .with("Content-Type", MediaTypes.OCI_INDEX)
                .body(index));
    assertEquals(201, pushed.status());
    attach("signature", "sig");
    assertEquals(2, manifests(registry.call("GET", "/v2/a/referrers/" + subject)).size());
  }
}
