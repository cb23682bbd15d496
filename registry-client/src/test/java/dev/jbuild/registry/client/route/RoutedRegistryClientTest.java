package dev.jbuild.registry.client.route;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A registry and its mirror, sound and otherwise.
class RoutedRegistryClientTest {
  private static final byte[] BLOB = "some bytes of a blob".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor LAYER =
      Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(BLOB), BLOB.length);
  private static final String BLOB_PATH = "/v2/app/blobs/" + LAYER.digest();
  private static final byte[] MANIFEST =
      "{\"schemaVersion\":2,\"layers\":[]}".getBytes(StandardCharsets.UTF_8);

  private WireMockServer mirror;
  private WireMockServer registry;
  private HttpRegistryClient http;
  private RegistryClient client;
  private Reference name;

  @BeforeEach
  void start() {
    mirror = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    mirror.start();
    registry = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    registry.start();
    String domain = "127.0.0.1:" + registry.port();
    name = Reference.parse(domain + "/app:1");
    http = HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS);
    Mirror first = new Mirror("127.0.0.1:" + mirror.port(), false, Use.ALL);
    client =
        RoutedRegistryClient.of(
            http, List.of(new RegistryRoute(domain, domain, false, false, List.of(first))));
    for (WireMockServer server : List.of(mirror, registry)) {
      server.stubFor(get("/v2/").willReturn(aResponse().withStatus(200)));
    }
  }

  @AfterEach
  void stop() {
    client.close();
    mirror.stop();
    registry.stop();
  }

  private static void serve(WireMockServer server) {
    server.stubFor(
        get("/v2/app/manifests/1")
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", MediaTypes.OCI_MANIFEST)
                    .withBody(MANIFEST)));
    server.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody(BLOB)));
  }

  private byte[] blob() throws IOException {
    try (InputStream in = client.blob(name, LAYER, 0)) {
      return in.readAllBytes();
    }
  }

  private static int asked(WireMockServer server) {
    return server.findAll(anyRequestedFor(urlPathMatching("/v2/app/.*"))).size();
  }

  @Test
  void withoutRoutesNothingIsInBetween() {
    assertSame(http, RoutedRegistryClient.of(http, List.of()));
  }

  @Test
  void takesWhatTheMirrorHasFromThere() throws IOException {
    serve(mirror);
    assertArrayEquals(MANIFEST, client.manifest(name).bytes());
    assertArrayEquals(BLOB, blob());
    assertEquals(0, asked(registry));
  }

  @Test
  void takesFromTheRegistryWhatTheMirrorLacksAndAsksTheMirrorAgain() throws IOException {
    serve(registry);
    mirror.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody(BLOB)));
    assertArrayEquals(MANIFEST, client.manifest(name).bytes());
    assertArrayEquals(BLOB, blob());
    assertEquals(2, asked(mirror));
    assertEquals(1, asked(registry));
  }

  @Test
  void doesNotAskAMirrorAgainThatFails() throws IOException {
    serve(registry);
    mirror.stubFor(get(urlPathMatching("/v2/app/.*")).willReturn(aResponse().withStatus(500)));
    assertArrayEquals(MANIFEST, client.manifest(name).bytes());
    int before = asked(mirror);
    assertArrayEquals(BLOB, blob());
    assertEquals(before, asked(mirror));
  }

  @Test
  void goesOnAtTheRegistryWhereTheMirrorBreaksOff() throws IOException {
    serve(registry);
    mirror.stubFor(
        get(BLOB_PATH)
            .willReturn(aResponse().withBody(BLOB).withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
    assertArrayEquals(BLOB, blob());
    assertTrue(asked(registry) > 0);
  }

  @Test
  void refusesAMirrorsWrongBytesOfAManifestAndAsksTheRegistry() throws IOException {
    serve(registry);
    mirror.stubFor(
        get("/v2/app/manifests/1")
            .willReturn(
                aResponse()
                    .withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))
                    .withBody("{}")));
    assertArrayEquals(MANIFEST, client.manifest(name).bytes());
  }

  @Test
  void asksTheRegistryForABlobThatTheMirrorGaveWrong() throws IOException {
    serve(registry);
    mirror.stubFor(get(BLOB_PATH).willReturn(aResponse().withBody(new byte[BLOB.length])));
    assertArrayEquals(new byte[BLOB.length], blob(), "who reads it has to look at the digest");
    assertTrue(client.reject(name, LAYER.digest()), "there is another place to ask");
    assertArrayEquals(BLOB, blob());
    assertFalse(client.reject(name, LAYER.digest()), "there is no other");
  }

  @Test
  void tellsOfBothWhenNeitherHelps() {
    mirror.stubFor(get(urlPathMatching("/v2/app/.*")).willReturn(aResponse().withStatus(403)));
    RegistryException e = assertThrows(RegistryException.class, () -> client.manifest(name));
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertTrue(e.getMessage().contains("; before that, a mirror: "), e.getMessage());
    assertTrue(e.getMessage().contains("127.0.0.1:" + mirror.port()), e.getMessage());
  }

  @Test
  void changesTheRegistryItselfOnly() throws RegistryException {
    registry.stubFor(delete(anyUrl()).willReturn(aResponse().withStatus(202)));
    registry.stubFor(
        get(urlPathEqualTo("/v2/app/tags/list"))
            .willReturn(aResponse().withBody("{\"tags\":[\"1\"]}")));
    client.delete(name);
    assertEquals(List.of("1"), client.tags(name));
    assertEquals(0, asked(mirror));
    assertEquals(1, registry.findAll(getRequestedFor(urlEqualTo("/v2/app/tags/list"))).size());
  }
}
