package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Certificates;
import dev.jbuild.registry.fixture.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that send the client to other hosts: what it does there, and what it never says.
class OtherHostsTest {
  private static final CredentialSource ALICE =
      domain -> Optional.of(Credentials.password("alice", "s3cret"));
  private static final byte[] BYTES = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.sha256(BYTES);
  private static final Descriptor BLOB = Descriptor.of("application/x", DIGEST, BYTES.length);
  private static final String BLOB_PATH = "/v2/app/blobs/" + DIGEST;
  private static final String MANIFEST_PATH = "/v2/app/manifests/1";
  private static final String UPLOADS = "/v2/app/blobs/uploads/";

  @TempDir private static Path keys;
  private static Path keyStore;

  @TempDir private Path directory;
  private WireMockServer registry;
  @AutoClose private final StubServer other = new StubServer();
  private RegistryClient client;

  @BeforeAll
  static void makeKeys() throws IOException, InterruptedException {
    keyStore = Certificates.make(keys, "good", "dns:localhost,ip:127.0.0.1");
  }

  /// A registry with and without TLS that wants a password, and another host.
  @BeforeEach
  void start() throws IOException {
    registry =
        new WireMockServer(
            options()
                .dynamicPort()
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystorePath(keyStore.toString())
                .keystoreType("PKCS12")
                .keystorePassword(Certificates.PASSWORD)
                .keyManagerPassword(Certificates.PASSWORD));
    registry.start();
    registry.stubFor(
        any(anyUrl())
            .atPriority(10)
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
    TrustSettings trust =
        new TrustSettings(List.of(directory), List.of(Certificates.pem(keyStore)), List.of());
    client = HttpRegistryClient.open(Settings.quick(trust).build(), ALICE);
  }

  @AfterEach
  void stop() {
    client.close();
    registry.stop();
  }

  private Reference name() {
    return Reference.parse("127.0.0.1:" + registry.port() + "/app:1");
  }

  private Reference secureName() {
    return Reference.parse("127.0.0.1:" + registry.httpsPort() + "/app:1");
  }

  /// Another name of the same machine, and the same name with another port.
  private List<String> otherHosts() {
    return List.of("http://localhost:" + other.port(), "http://127.0.0.1:" + other.port());
  }

  private void whenLoggedIn(String path, ResponseDefinitionBuilder answer) {
    registry.stubFor(
        any(urlPathEqualTo(path))
            .withBasicAuth("alice", "s3cret")
            .atPriority(5)
            .willReturn(answer));
  }

  private static ResponseDefinitionBuilder to(int status, String location) {
    return aResponse().withStatus(status).withHeader("Location", location);
  }

  private List<LoggedRequest> askedOfOther() {
    return other.findAll(anyRequestedFor(urlPathMatching("/.*")));
  }

  private void assertNothingSecretWasSaid() {
    for (LoggedRequest request : askedOfOther()) {
      assertFalse(request.containsHeader("Authorization"), request::toString);
    }
  }

  private byte[] blob(Reference repository) throws IOException {
    try (InputStream in = client.blob(repository, BLOB, 0)) {
      return in.readAllBytes();
    }
  }

  private static Reason failure(org.junit.jupiter.api.function.Executable request) {
    return assertThrows(RegistryException.class, request).reason();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsOfReadingAreFollowedWithoutCredentials(int status) throws IOException {
    other.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", MediaTypes.OCI_MANIFEST)
                    .withHeader("Docker-Content-Digest", DIGEST.toString())
                    .withHeader("Content-Length", Integer.toString(BYTES.length))
                    .withBody(BYTES)));
    for (String host : otherHosts()) {
      whenLoggedIn(MANIFEST_PATH, to(status, host + "/manifest?signature=1"));
      whenLoggedIn(BLOB_PATH, to(status, host + "/blob"));
      assertEquals(DIGEST, client.resolve(name()).digest());
      assertArrayEquals(BYTES, client.manifest(name()).bytes());
      assertArrayEquals(BYTES, blob(name()));
      assertTrue(client.exists(name(), DIGEST));
    }
    assertEquals(8, askedOfOther().size());
    assertNothingSecretWasSaid();
  }

  @Test
  void anotherNameOfTheRegistryWithItsPortIsAnotherHost() {
    whenLoggedIn(BLOB_PATH, to(307, "http://localhost:" + registry.port() + "/elsewhere"));
    assertThrows(RegistryException.class, () -> blob(name()));
    List<LoggedRequest> requests = registry.findAll(anyRequestedFor(urlPathEqualTo("/elsewhere")));
    assertEquals(1, requests.size());
    assertFalse(requests.getFirst().containsHeader("Authorization"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsOfWritingAreNotFollowed(int status) {
    whenLoggedIn(UPLOADS, to(status, otherHosts().getLast() + "/u"));
    whenLoggedIn(MANIFEST_PATH, to(status, otherHosts().getLast() + "/m"));
    assertEquals(Reason.MALFORMED, failure(() -> upload(name())));
    assertEquals(Reason.MALFORMED, failure(() -> client.delete(name())));
    assertEquals(0, askedOfOther().size());
  }

  @Test
  void redirectsWithoutUsableAddressAreRefused() {
    for (ResponseDefinitionBuilder nowhere :
        List.of(
            aResponse().withStatus(307), to(302, "ftp://127.0.0.1/x"), to(302, "http://:x:y"))) {
      registry.resetRequests();
      whenLoggedIn(MANIFEST_PATH, nowhere);
      assertEquals(Reason.MALFORMED, failure(() -> client.manifest(name())));
      assertEquals(
          List.of(MANIFEST_PATH),
          registry.findAll(anyRequestedFor(urlPathMatching("/v2/app/.*"))).stream()
              .map(LoggedRequest::getUrl)
              .distinct()
              .toList());
    }
  }

  @Test
  void whatAnotherHostChallengesIsNotAnswered() {
    other.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"y\"")));
    for (String host : otherHosts()) {
      whenLoggedIn(BLOB_PATH, to(307, host + "/blob"));
      assertEquals(Reason.UNAUTHORIZED, failure(() -> blob(name())));
    }
    assertEquals(2, askedOfOther().size());
    assertNothingSecretWasSaid();
  }

  @Test
  void aRegistryWithTlsCannotSendAnyoneToAHostWithout() {
    for (String host : otherHosts()) {
      whenLoggedIn(MANIFEST_PATH, to(307, host + "/manifest"));
      whenLoggedIn(BLOB_PATH, to(307, host + "/blob"));
      whenLoggedIn(UPLOADS, to(202, host + "/upload"));
      assertEquals(Reason.MALFORMED, failure(() -> client.manifest(secureName())));
      assertEquals(Reason.MALFORMED, failure(() -> blob(secureName())));
      assertEquals(Reason.MALFORMED, failure(() -> upload(secureName())));
    }
    assertEquals(0, askedOfOther().size());
  }

  @Test
  void aRegistryWithTlsDoesNotGetItsOwnCredentialsSentInTheClear() {
    // the same host without TLS, which would know what to do with them
    whenLoggedIn(MANIFEST_PATH, to(307, "http://127.0.0.1:" + registry.port() + MANIFEST_PATH));
    assertEquals(Reason.MALFORMED, failure(() -> client.manifest(secureName())));
  }

  @Test
  void aRegistryWithTlsCannotNameATokenServerWithout() {
    registry.resetMappings();
    registry.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(401)
                    .withHeader("WWW-Authenticate", "Bearer realm=\"http://auth.invalid/token\"")));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.manifest(secureName()));
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("a token server without TLS"), e.getMessage());
  }

  @Test
  void anUploadThatWentToAnotherHostSaysNothingSecretThere() throws IOException {
    for (String host : otherHosts()) {
      whenLoggedIn(UPLOADS, to(202, host + "/upload?state=1"));
      other.stubFor(any(anyUrl()).willReturn(to(202, "/next")));
      other.stubFor(
          any(anyUrl()).withHeader("Content-Length", equalTo("0")).willReturn(to(201, "/next")));
      try (RegistryClient chunks =
          HttpRegistryClient.open(Settings.quick(directory).uploadChunk(5).build(), ALICE)) {
        upload(chunks, name());
      }
    }
    assertEquals(2 * 5, askedOfOther().size(), "four chunks and the end, twice");
    assertNothingSecretWasSaid();
  }

  @Test
  void anotherHostIsNotToldToThrowAnUploadAway() throws RegistryException {
    whenLoggedIn(UPLOADS, to(202, otherHosts().getLast() + "/precious"));
    assertFalse(client.mount(name(), DIGEST, Reference.parse(name().domain() + "/source")));
    assertEquals(0, askedOfOther().size());
  }

  @Test
  void thePagesOfAListOfAnotherHostAreNotAskedFor() throws RegistryException {
    for (String host : otherHosts()) {
      whenLoggedIn(
          "/v2/app/tags/list",
          aResponse()
              .withHeader("Link", "<" + host + "/v2/app/tags/list>; rel=\"next\"")
              .withBody("{\"tags\":[\"a\"]}"));
      assertEquals(List.of("a"), client.tags(name()));
    }
    assertEquals(0, askedOfOther().size());
  }

  @Test
  void oneAnswerToAChallengeMustDo() {
    // each challenge names another token server, each token is refused
    registry.resetMappings();
    for (int i = 0; i < 5; i++) {
      registry.stubFor(
          any(anyUrl())
              .inScenario("realms")
              .whenScenarioStateIs(i == 0 ? "Started" : "realm" + i)
              .willSetStateTo("realm" + (i + 1))
              .willReturn(
                  aResponse()
                      .withStatus(401)
                      .withHeader(
                          "WWW-Authenticate",
                          "Bearer realm=\"%s/token%d\"".formatted(otherHosts().getLast(), i))));
    }
    other.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{\"token\":\"t\"}")));
    assertEquals(Reason.UNAUTHORIZED, failure(() -> client.manifest(name())));
    assertEquals(1, askedOfOther().size());
  }

  private void upload(Reference repository) throws RegistryException {
    upload(client, repository);
  }

  private static void upload(RegistryClient client, Reference repository) throws RegistryException {
    client.upload(
        repository, BLOB, o -> new ByteArrayInputStream(BYTES, (int) o, BYTES.length), sent -> {});
  }
}
