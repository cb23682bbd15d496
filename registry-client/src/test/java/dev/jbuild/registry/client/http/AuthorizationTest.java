package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where credentials and tokens go, and where they never go.
class AuthorizationTest {
  private static final String SECRET = "s3cret-of-alice";
  private static final CredentialSource ALICE =
      domain -> Optional.of(Credentials.password("alice", SECRET));
  private static final byte[] BLOB = "blob".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.sha256(BLOB);
  private static final String BLOB_PATH = "/v2/app/blobs/" + DIGEST;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private WireMockServer registry;
  private WireMockServer other;

  @BeforeEach
  void start() {
    registry = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    registry.start();
    other = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    other.start();
  }

  @AfterEach
  void stop() {
    registry.stop();
    other.stop();
  }

  private RegistryClient client(CredentialSource credentials) {
    TransportSettings quick =
        Settings.quick(new TrustSettings(List.of(), List.of(), List.of())).build();
    return HttpRegistryClient.open(
        TransportSettings.builder("jbuild-test", quick.trust(), now::get, new Random(1))
            .retry(quick.retry())
            .build(),
        credentials);
  }

  private Reference name() {
    return Reference.parse("127.0.0.1:" + registry.port() + "/app:1");
  }

  private static String basic() {
    return "Basic "
        + Base64.getEncoder().encodeToString(("alice:" + SECRET).getBytes(StandardCharsets.UTF_8));
  }

  private String bearer(String extra) {
    return "Bearer realm=\"http://127.0.0.1:%d/token\",service=\"registry\"%s"
        .formatted(other.port(), extra);
  }

  private void wantToken(String token) {
    registry.stubFor(
        any(anyUrl())
            .atPriority(10)
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", bearer(""))));
    registry.stubFor(
        head(urlPathEqualTo(BLOB_PATH))
            .withHeader("Authorization", equalTo("Bearer " + token))
            .willReturn(aResponse().withStatus(200)));
  }

  private void giveToken(String json) {
    other.stubFor(any(urlPathEqualTo("/token")).willReturn(aResponse().withBody(json)));
  }

  private int tokenRequests() {
    return other.findAll(anyRequestedFor(urlPathEqualTo("/token"))).size();
  }

  @Test
  void sendsBasicCredentialsOnlyWhenAsked() throws RegistryException {
    registry.stubFor(
        any(anyUrl())
            .atPriority(10)
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
    registry.stubFor(
        head(urlPathEqualTo(BLOB_PATH))
            .withHeader("Authorization", equalTo(basic()))
            .willReturn(aResponse().withStatus(200)));
    try (RegistryClient client = client(ALICE)) {
      assertTrue(client.exists(name(), DIGEST));
      assertTrue(client.exists(name(), DIGEST));
    }
    List<LoggedRequest> requests = registry.findAll(anyRequestedFor(urlPathEqualTo(BLOB_PATH)));
    assertFalse(requests.getFirst().containsHeader("Authorization"));
    assertEquals(3, requests.size(), "challenge, answer, and the second one right away");
  }

  @Test
  void saysThatAPasswordIsWrongWithoutShowingIt() {
    registry.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.UNAUTHORIZED, e.reason());
      assertTrue(
          e.getMessage().contains("does not accept the password of 'alice'"), e.getMessage());
      assertTrue(e.getMessage().contains("jbuild login 127.0.0.1:"), e.getMessage());
      assertFalse(e.toString().contains(SECRET));
    }
  }

  @Test
  void saysThatALoginIsNeeded() {
    registry.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
    try (RegistryClient client = client(CredentialSource.ANONYMOUS)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.UNAUTHORIZED, e.reason());
      assertTrue(e.getMessage().contains("wants a login"), e.getMessage());
    }
  }

  @Test
  void fetchesATokenForTheRepositoryAndKeepsIt() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":300}");
    try (RegistryClient client = client(ALICE)) {
      assertTrue(client.exists(name(), DIGEST));
      assertTrue(client.exists(name(), DIGEST));
    }
    List<LoggedRequest> requests = other.findAll(getRequestedFor(urlPathEqualTo("/token")));
    assertEquals(1, requests.size());
    assertEquals(basic(), requests.getFirst().getHeader("Authorization"));
    assertEquals("repository:app:pull", requests.getFirst().queryParameter("scope").firstValue());
    assertEquals("registry", requests.getFirst().queryParameter("service").firstValue());
  }

  @Test
  void asksForTheRightsThatDeletingAndListingNeed() throws RegistryException {
    wantToken("t");
    giveToken("{\"token\":\"t\"}");
    registry.stubFor(
        any(urlPathEqualTo("/v2/app/manifests/1"))
            .withHeader("Authorization", equalTo("Bearer t"))
            .willReturn(aResponse().withStatus(202)));
    registry.stubFor(
        get(urlPathEqualTo("/v2/_catalog"))
            .withHeader("Authorization", equalTo("Bearer t"))
            .willReturn(aResponse().withBody("{\"repositories\":[]}")));
    try (RegistryClient client = client(ALICE)) {
      client.delete(name());
      client.catalog(name().domain());
    }
    List<String> scopes =
        other.findAll(getRequestedFor(urlPathEqualTo("/token"))).stream()
            .map(r -> r.queryParameter("scope").firstValue())
            .toList();
    assertEquals(List.of("repository:app:*,delete,pull,push", "registry:catalog:*"), scopes);
  }

  @Test
  void doesNotWaitForEverForATokenServer() {
    wantToken("t");
    other.stubFor(
        any(urlPathEqualTo("/token"))
            .willReturn(aResponse().withBody("{\"token\":\"t\"}").withFixedDelay(20_000)));
    TransportSettings impatient =
        Settings.quick(new TrustSettings(List.of(), List.of(), List.of()))
            .idleTimeout(java.time.Duration.ofMillis(200))
            .build();
    try (RegistryClient client = HttpRegistryClient.open(impatient, ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.BROKEN, e.reason());
    }
  }

  @Test
  void saysThatATokenServerAnswersWithAWebPage() {
    wantToken("t");
    other.stubFor(
        any(urlPathEqualTo("/token"))
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>")));
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.MALFORMED, e.reason());
      assertFalse(e.toString().contains(SECRET));
    }
  }

  @Test
  void asksAnonymouslyWithoutCredentials() throws RegistryException {
    wantToken("t1");
    giveToken("{\"access_token\":\"t1\"}");
    try (RegistryClient client = client(CredentialSource.ANONYMOUS)) {
      assertTrue(client.exists(name(), DIGEST));
    }
    other.verify(getRequestedFor(urlPathEqualTo("/token")).withHeader("Authorization", absent()));
  }

  @Test
  void fetchesAnotherTokenWhenTheFirstHasExpired() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":100}");
    try (RegistryClient client = client(ALICE)) {
      client.exists(name(), DIGEST);
      now.set(now.get().plusSeconds(95));
      client.exists(name(), DIGEST);
    }
    assertEquals(2, tokenRequests());
  }

  @Test
  void fetchesAnotherTokenWhenTheRegistryNoLongerTakesTheFirst() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":3000}");
    try (RegistryClient client = client(ALICE)) {
      client.exists(name(), DIGEST);
      registry.resetMappings();
      wantToken("t2");
      giveToken("{\"token\":\"t2\",\"expires_in\":3000}");
      assertTrue(client.exists(name(), DIGEST));
    }
    assertEquals(2, tokenRequests());
  }

  @Test
  void doesNotAskForTokensForEver() {
    registry.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", bearer(""))));
    giveToken("{\"token\":\"never-good\"}");
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.UNAUTHORIZED, e.reason());
      assertEquals(1, tokenRequests());
    }
  }

  @Test
  void saysThatTheScopeIsNotEnough() {
    registry.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(401)
                    .withHeader("WWW-Authenticate", bearer(",error=\"insufficient_scope\""))));
    giveToken("{\"token\":\"t\"}");
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.DENIED, e.reason());
      assertTrue(e.getMessage().contains("'alice'"), e.getMessage());
    }
  }

  @Test
  void saysThatTheTokenServerDoesNotTakeThePassword() {
    wantToken("t1");
    other.stubFor(any(urlPathEqualTo("/token")).willReturn(aResponse().withStatus(401)));
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.UNAUTHORIZED, e.reason());
      assertTrue(e.getMessage().contains("does not accept the password"), e.getMessage());
      assertFalse(e.toString().contains(SECRET));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"token\":\"\"}",
        "{\"token\":7}",
        "{\"token\":\"t\",\"expires_in\":1e400}",
        "{\"token\":\"t\",\"expires_in\":99999999999999999999}",
        "{\"token\":\"t\""
      })
  void refusesAnAnswerThatIsNoToken(String answer) {
    wantToken("t");
    giveToken(answer);
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.MALFORMED, e.reason());
      assertEquals(1, tokenRequests());
    }
  }

  @Test
  void refusesATokenThatIsHuge() {
    wantToken("t");
    giveToken("{\"x\":\"" + "x".repeat(2 << 20) + "\",\"token\":\"t\"}");
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.MALFORMED, e.reason());
      assertTrue(e.getMessage().contains("limit"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-5,1", "9223372036854775807,2"})
  void keepsATokenNeitherTooShortNorForEver(long life, int requests) throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":" + life + "}");
    try (RegistryClient client = client(ALICE)) {
      client.exists(name(), DIGEST);
      now.set(now.get().plusSeconds(requests == 1 ? 45 : 90_000));
      client.exists(name(), DIGEST);
    }
    assertEquals(requests, tokenRequests());
  }

  @Test
  void asksATokenServerAgainThatFailsForAMoment() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\"}");
    other.stubFor(
        any(urlPathEqualTo("/token"))
            .inScenario("sick")
            .whenScenarioStateIs("Started")
            .willSetStateTo("well")
            .willReturn(aResponse().withStatus(503)));
    try (RegistryClient client = client(ALICE)) {
      assertTrue(client.exists(name(), DIGEST));
    }
    assertEquals(2, tokenRequests());
  }

  @Test
  void givesUpOnATokenServerThatFails() {
    wantToken("t1");
    other.stubFor(
        any(urlPathEqualTo("/token"))
            .willReturn(aResponse().withStatus(500).withBody("{\"token\":\"t1\"}")));
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.UNAVAILABLE, e.reason());
    }
    assertEquals(3, tokenRequests());
  }

  @Test
  void refusesATokenThatDoesNotFitIntoAHeader() {
    wantToken("t1");
    giveToken("{\"token\":\"a\\r\\nX-Evil: 1\"}");
    try (RegistryClient client = client(ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.MALFORMED, e.reason());
    }
  }

  @Test
  void doesNotFollowRedirectsOfATokenServer() {
    wantToken("t1");
    other.stubFor(
        any(urlPathEqualTo("/token"))
            .willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));
    try (RegistryClient client = client(ALICE)) {
      assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
    }
    assertEquals(0, other.findAll(anyRequestedFor(urlPathEqualTo("/elsewhere"))).size());
  }

  @Test
  void refusesAChallengeWithoutUsableTokenServer() {
    for (String realm : List.of("", "ftp://x/token", "not a url", "http://u:p@127.0.0.1/token")) {
      registry.resetMappings();
      registry.stubFor(
          any(anyUrl())
              .willReturn(
                  aResponse()
                      .withStatus(401)
                      .withHeader("WWW-Authenticate", "Bearer realm=\"" + realm + "\"")));
      try (RegistryClient client = client(ALICE)) {
        RegistryException e =
            assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
        assertEquals(Reason.MALFORMED, e.reason(), realm);
      }
    }
  }

  @Test
  void exchangesAnIdentityTokenForAnAccessToken() throws RegistryException {
    wantToken("t1");
    giveToken("{\"access_token\":\"t1\"}");
    try (RegistryClient client =
        client(domain -> Optional.of(Credentials.identityToken("", "refresh-me")))) {
      assertTrue(client.exists(name(), DIGEST));
    }
    LoggedRequest request = other.findAll(postRequestedFor(urlPathEqualTo("/token"))).getFirst();
    assertTrue(request.getBodyAsString().contains("grant_type=refresh_token"));
    assertTrue(request.getBodyAsString().contains("refresh_token=refresh-me"));
  }

  @Test
  void sendsARegistryTokenAsItIs() throws RegistryException {
    wantToken("mine");
    try (RegistryClient client = client(domain -> Optional.of(Credentials.registryToken("mine")))) {
      assertTrue(client.exists(name(), DIGEST));
    }
    assertEquals(0, tokenRequests());
  }

  @Test
  void saysThatARegistryTokenIsNotAccepted() {
    wantToken("another");
    try (RegistryClient client = client(domain -> Optional.of(Credentials.registryToken("mine")))) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.UNAUTHORIZED, e.reason());
      assertTrue(e.getMessage().contains("does not accept the registry token"), e.getMessage());
      assertFalse(e.toString().contains("mine"));
    }
    assertEquals(0, tokenRequests());
  }

  @Test
  void loginReturnsTheIdentityTokenOfTheServer() throws RegistryException {
    registry.stubFor(
        get("/v2/")
            .atPriority(10)
            .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", bearer(""))));
    registry.stubFor(
        get("/v2/")
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(aResponse().withStatus(200)));
    giveToken("{\"token\":\"t1\",\"refresh_token\":\"keep-me\"}");
    try (RegistryClient client = client(CredentialSource.ANONYMOUS)) {
      Credentials stored =
          client.login("127.0.0.1:" + registry.port(), Credentials.password("alice", SECRET));
      assertEquals(Credentials.identityToken("alice", "keep-me"), stored);
    }
    assertEquals(
        "true",
        other
            .findAll(getRequestedFor(urlPathEqualTo("/token")))
            .getFirst()
            .queryParameter("offline_token")
            .firstValue());
  }

  @Test
  void sendsNothingSecretBehindARedirectToAnotherHost() throws IOException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\"}");
    registry.stubFor(
        get(urlPathEqualTo(BLOB_PATH))
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(
                aResponse()
                    .withStatus(307)
                    .withHeader(
                        "Location", "http://localhost:" + other.port() + "/storage?sig=abc")));
    other.stubFor(get(urlPathEqualTo("/storage")).willReturn(aResponse().withBody(BLOB)));
    try (RegistryClient client = client(ALICE)) {
      Descriptor blob = Descriptor.of("application/octet-stream", DIGEST, BLOB.length);
      try (var in = client.blob(name(), blob, 0)) {
        assertEquals("blob", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    other.verify(getRequestedFor(urlPathEqualTo("/storage")).withHeader("Authorization", absent()));
  }

  @Test
  void sendsNothingSecretToAnUploadLocationOnAnotherHost() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\"}");
    registry.stubFor(
        post(urlPathEqualTo("/v2/app/blobs/uploads/"))
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(
                aResponse()
                    .withStatus(202)
                    .withHeader("Location", "http://localhost:" + other.port() + "/up?state=1")));
    other.stubFor(put(urlPathEqualTo("/up")).willReturn(aResponse().withStatus(201)));
    try (RegistryClient client = client(ALICE)) {
      Descriptor blob = Descriptor.of("application/octet-stream", DIGEST, BLOB.length);
      client.upload(
          name(), blob, o -> new ByteArrayInputStream(BLOB, (int) o, BLOB.length), s -> {});
    }
    LoggedRequest upload = other.findAll(anyRequestedFor(urlPathEqualTo("/up"))).getFirst();
    assertFalse(upload.containsHeader("Authorization"));
    assertEquals(DIGEST.toString(), upload.queryParameter("digest").firstValue());
    assertEquals("1", upload.queryParameter("state").firstValue());
  }

  @Test
  void reportsAStoreOfCredentialsThatFails() {
    registry.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
    CredentialSource broken =
        domain -> {
          throw new IOException("key ring is locked");
        };
    try (RegistryClient client = client(broken)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name(), DIGEST));
      assertEquals(Reason.LOCAL, e.reason());
      assertTrue(e.getMessage().contains("key ring is locked"), e.getMessage());
    }
  }
}
