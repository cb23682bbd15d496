package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Manifests as servers send them: typed, announced and packed rightly, wrongly or not at all.
class ManifestAnswersTest extends StubbedManifest {
  @Test
  void asksForAllFourManifestTypes() throws RegistryException {
    answer(manifest());
    client.manifest(name);
    String accept =
        server.findAll(getRequestedFor(urlEqualTo(PATH))).getFirst().getHeader("Accept");
    for (String type :
        List.of(
            MediaTypes.OCI_INDEX,
            MediaTypes.OCI_MANIFEST,
            MediaTypes.DOCKER_MANIFEST_LIST,
            MediaTypes.DOCKER_MANIFEST)) {
      assertTrue(accept.contains(type), accept);
    }
  }

  @Test
  void refusesBytesThatDoNotHaveTheAnnouncedDigest() {
    answer(manifest().withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64)));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains(DIGEST.toString()), e.getMessage());
    assertEquals(1, requests(), "a lie is not worth another try");
  }

  @Test
  void refusesBytesThatDoNotHaveTheDigestAskedFor() {
    Digest other = Digest.sha256(new byte[] {1});
    server.stubFor(
        get("/v2/app/manifests/" + other)
            .willReturn(manifest().withHeader("Docker-Content-Digest", other.toString())));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.manifest(name.withDigest(other)));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void believesTheBytesWhereTheAnnouncedDigestIsNotTheOneAskedFor() throws RegistryException {
    // the name says which digest counts
    Digest digest = DIGEST;
    server.stubFor(
        get("/v2/app/manifests/" + digest)
            .willReturn(
                manifest().withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))));
    assertArrayEquals(MANIFEST, client.manifest(name.withDigest(digest)).bytes());

    Digest other = Digest.sha256(new byte[] {1});
    server.stubFor(get("/v2/app/manifests/" + other).willReturn(manifest()));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.manifest(name.withDigest(other)));
    assertEquals(Reason.MALFORMED, e.reason(), "announced rightly, but another manifest");
  }

  @Test
  void refusesADigestThatIsNone() {
    answer(manifest().withHeader("Docker-Content-Digest", "sha256:xyz"));
    assertEquals(Reason.MALFORMED, failure().reason());
  }

  @Test
  void takesAManifestWithoutAnnouncedDigest() throws RegistryException {
    answer(aResponse().withHeader("Content-Type", MediaTypes.OCI_MANIFEST).withBody(MANIFEST));
    RawManifest manifest = client.manifest(name);
    assertEquals(DIGEST, manifest.descriptor().digest());
    assertArrayEquals(MANIFEST, manifest.bytes());
  }

  @Test
  void takesTheTypeFromTheDocumentWhenTheAnswerSaysOnlyJson() throws RegistryException {
    answer(manifest().withHeader("Content-Type", "application/json; charset=utf-8"));
    assertEquals(MediaTypes.OCI_MANIFEST, client.manifest(name).descriptor().mediaType());
  }

  @Test
  void leavesAContradictionOfTypesToTheReader() throws RegistryException {
    answer(manifest().withHeader("Content-Type", MediaTypes.OCI_INDEX));
    RawManifest manifest = client.manifest(name);
    assertThrows(IOException.class, manifest::parse);
  }

  @Test
  void refusesAManifestThatIsTooLarge() {
    answer(manifest().withBody(new byte[(4 << 20) + 1]));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("limit"), e.getMessage());
  }

  @Test
  void refusesAManifestThatWasCut() {
    answer(manifest().withBody(Arrays.copyOf(MANIFEST, MANIFEST.length - 10)));
    assertEquals(Reason.MALFORMED, failure().reason());
  }

  @Test
  void readsAManifestThatAProxyCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(MANIFEST);
    }
    answer(manifest().withHeader("Content-Encoding", "gzip").withBody(packed.toByteArray()));
    assertArrayEquals(MANIFEST, client.manifest(name).bytes());
  }

  @Test
  void refusesACompressedManifestThatIsHuge() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 64; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    answer(manifest().withHeader("Content-Encoding", "gzip").withBody(packed.toByteArray()));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("limit"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":2,\"layers\":[{\"size\":1e400}]}",
        "{\"schemaVersion\":2,\"config\":{\"size\":99999999999999999999999999}}",
        "{\"schemaVersion\":2,\"config\":{\"size\":-1}}",
        "{\"schemaVersion\":2,\"schemaVersion\":2}",
        "[]",
        "null",
        "",
        "{\"schemaVersion\":2}x"
      })
  void refusesToReadDocumentsThatAreNoManifests(String document) throws RegistryException {
    answer(aResponse().withHeader("Content-Type", MediaTypes.OCI_MANIFEST).withBody(document));
    RawManifest manifest = client.manifest(name);
    assertThrows(JsonException.class, manifest::parse);
  }

  @Test
  void refusesToReadDocumentsThatAreNestedDeeply() throws RegistryException {
    String deep = "[".repeat(1_000_000);
    answer(aResponse().withHeader("Content-Type", MediaTypes.OCI_INDEX).withBody(deep));
    assertThrows(JsonException.class, client.manifest(name)::parse);
    answer(aResponse().withHeader("Content-Type", "application/json").withBody(deep));
    assertEquals(Reason.MALFORMED, failure().reason());
    answer(aResponse().withStatus(400).withBody("{\"errors\":" + deep));
    assertEquals(Reason.REFUSED, failure().reason());
  }

  @Test
  void followsRedirectsButNotForEver() {
    answer(aResponse().withStatus(307).withHeader("Location", PATH));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("too many redirects"), e.getMessage());
    assertEquals(6, requests());
  }
}
