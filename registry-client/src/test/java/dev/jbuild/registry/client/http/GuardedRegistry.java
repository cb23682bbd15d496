package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.fixture.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;

/// A registry that wants a password or a token, and another server, which gives the tokens.
abstract class GuardedRegistry {
  static final String SECRET = "s3cret-of-alice";
  static final CredentialSource ALICE =
      domain -> Optional.of(Credentials.password("alice", SECRET));
  static final byte[] BLOB = "blob".getBytes(StandardCharsets.UTF_8);
  static final Digest DIGEST = Digest.sha256(BLOB);
  static final String BLOB_PATH = "/v2/app/blobs/" + DIGEST;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  @AutoClose final StubServer registry = new StubServer();
  @AutoClose final StubServer other = new StubServer();
  final Reference name = Reference.parse(registry.domain() + "/app:1");

  RegistryClient client(CredentialSource credentials) {
    TransportSettings quick = Settings.quick().build();
    return HttpRegistryClient.open(
        TransportSettings.builder("jbuild-test", quick.trust(), now::get, new Random(1))
            .retry(quick.retry())
            .build(),
        credentials);
  }

  /// Why the registry cannot be asked for [#DIGEST].
  RegistryException failure(CredentialSource credentials) {
    try (RegistryClient client = client(credentials)) {
      return assertThrows(RegistryException.class, () -> client.exists(name, DIGEST));
    }
  }

  static String basic() {
    return "Basic "
        + Base64.getEncoder().encodeToString(("alice:" + SECRET).getBytes(StandardCharsets.UTF_8));
  }

  static ResponseDefinitionBuilder challenge(String challenge) {
    return aResponse().withStatus(401).withHeader("WWW-Authenticate", challenge);
  }

  ResponseDefinitionBuilder bearerChallenge(String extra) {
    return challenge(
        "Bearer realm=\"http://127.0.0.1:%d/token\",service=\"registry\"%s"
            .formatted(other.port(), extra));
  }

  void wantPassword() {
    registry.stubFor(any(anyUrl()).atPriority(10).willReturn(challenge("Basic realm=\"x\"")));
  }

  void wantToken(String token) {
    registry.stubFor(any(anyUrl()).atPriority(10).willReturn(bearerChallenge("")));
    registry.stubFor(
        head(urlPathEqualTo(BLOB_PATH))
            .withHeader("Authorization", equalTo("Bearer " + token))
            .willReturn(aResponse().withStatus(200)));
  }

  void giveToken(String json) {
    answerToken(aResponse().withBody(json));
  }

  void answerToken(ResponseDefinitionBuilder answer) {
    other.stubFor(any(urlPathEqualTo("/token")).willReturn(answer));
  }

  int tokenRequests() {
    return other.findAll(anyRequestedFor(urlPathEqualTo("/token"))).size();
  }
}
