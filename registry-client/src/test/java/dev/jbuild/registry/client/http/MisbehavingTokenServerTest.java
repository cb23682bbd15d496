package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.fixture.Settings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Token servers that refuse, fail, stall or answer with something else.
class MisbehavingTokenServerTest extends GuardedRegistry {
  @Test
  void saysThatTheTokenServerDoesNotTakeThePassword() {
    wantToken("t1");
    other.stubFor(any(urlPathEqualTo("/token")).willReturn(aResponse().withStatus(401)));
    RegistryException e = failure(ALICE);
    assertEquals(Reason.UNAUTHORIZED, e.reason());
    assertTrue(e.getMessage().contains("does not accept the password"), e.getMessage());
    assertFalse(e.toString().contains(SECRET));
  }

  @Test
  void saysThatATokenServerAnswersWithAWebPage() {
    wantToken("t");
    answerToken(aResponse().withHeader("Content-Type", "text/html").withBody("<html>"));
    RegistryException e = failure(ALICE);
    assertEquals(Reason.MALFORMED, e.reason());
    assertFalse(e.toString().contains(SECRET));
  }

  @Test
  void doesNotWaitForEverForATokenServer() {
    wantToken("t");
    answerToken(aResponse().withBody("{\"token\":\"t\"}").withFixedDelay(20_000));
    TransportSettings impatient = Settings.quick().idleTimeout(Duration.ofMillis(200)).build();
    try (RegistryClient client = HttpRegistryClient.open(impatient, ALICE)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.exists(name, DIGEST));
      assertEquals(Reason.BROKEN, e.reason());
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
    RegistryException e = failure(ALICE);
    assertEquals(Reason.MALFORMED, e.reason());
    assertEquals(1, tokenRequests());
  }

  @Test
  void refusesATokenThatIsHuge() {
    wantToken("t");
    giveToken("{\"x\":\"" + "x".repeat(2 << 20) + "\",\"token\":\"t\"}");
    RegistryException e = failure(ALICE);
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("limit"), e.getMessage());
  }

  @Test
  void refusesATokenThatDoesNotFitIntoAHeader() {
    wantToken("t1");
    giveToken("{\"token\":\"a\\r\\nX-Evil: 1\"}");
    assertEquals(Reason.MALFORMED, failure(ALICE).reason());
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
      assertTrue(client.exists(name, DIGEST));
    }
    assertEquals(2, tokenRequests());
  }

  @Test
  void givesUpOnATokenServerThatFails() {
    wantToken("t1");
    answerToken(aResponse().withStatus(500).withBody("{\"token\":\"t1\"}"));
    RegistryException e = failure(ALICE);
    assertEquals(Reason.UNAVAILABLE, e.reason());
    assertEquals(3, tokenRequests());
  }

  @Test
  void doesNotFollowRedirectsOfATokenServer() {
    wantToken("t1");
    answerToken(aResponse().withStatus(302).withHeader("Location", "/elsewhere"));
    failure(ALICE);
    assertEquals(0, other.findAll(anyRequestedFor(urlPathEqualTo("/elsewhere"))).size());
  }

  @Test
  void refusesAChallengeWithoutUsableTokenServer() {
    for (String realm : List.of("", "ftp://x/token", "not a url", "http://u:p@127.0.0.1/token")) {
      registry.resetMappings();
      registry.stubFor(any(anyUrl()).willReturn(challenge("Bearer realm=\"" + realm + "\"")));
      assertEquals(Reason.MALFORMED, failure(ALICE).reason(), realm);
    }
  }
}
