package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens: what they are asked for, how long they are kept, and those that a user brings.
class BearerTokenTest extends GuardedRegistry {
  @Test
  void fetchesATokenForTheRepositoryAndKeepsIt() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":300}");
    try (RegistryClient client = client(ALICE)) {
      assertTrue(client.exists(name, DIGEST));
      assertTrue(client.exists(name, DIGEST));
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
      client.delete(name);
      client.catalog(name.domain());
    }
    List<String> scopes =
        other.findAll(getRequestedFor(urlPathEqualTo("/token"))).stream()
            .map(r -> r.queryParameter("scope").firstValue())
            .toList();
    assertEquals(List.of("repository:app:*,delete,pull,push", "registry:catalog:*"), scopes);
  }

  @Test
  void asksAnonymouslyWithoutCredentials() throws RegistryException {
    wantToken("t1");
    giveToken("{\"access_token\":\"t1\"}");
    try (RegistryClient client = client(CredentialSource.ANONYMOUS)) {
      assertTrue(client.exists(name, DIGEST));
    }
    other.verify(getRequestedFor(urlPathEqualTo("/token")).withHeader("Authorization", absent()));
  }

  @Test
  void fetchesAnotherTokenWhenTheFirstHasExpired() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":100}");
    try (RegistryClient client = client(ALICE)) {
      client.exists(name, DIGEST);
      now.set(now.get().plusSeconds(95));
      client.exists(name, DIGEST);
    }
    assertEquals(2, tokenRequests());
  }

  @Test
  void fetchesAnotherTokenWhenTheRegistryNoLongerTakesTheFirst() throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":3000}");
    try (RegistryClient client = client(ALICE)) {
      client.exists(name, DIGEST);
      registry.resetMappings();
      wantToken("t2");
      giveToken("{\"token\":\"t2\",\"expires_in\":3000}");
      assertTrue(client.exists(name, DIGEST));
    }
    assertEquals(2, tokenRequests());
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-5,1", "9223372036854775807,2"})
  void keepsATokenNeitherTooShortNorForEver(long life, int requests) throws RegistryException {
    wantToken("t1");
    giveToken("{\"token\":\"t1\",\"expires_in\":" + life + "}");
    try (RegistryClient client = client(ALICE)) {
      client.exists(name, DIGEST);
      now.set(now.get().plusSeconds(requests == 1 ? 45 : 90_000));
      client.exists(name, DIGEST);
    }
    assertEquals(requests, tokenRequests());
  }

  @Test
  void doesNotAskForTokensForEver() {
    registry.stubFor(any(anyUrl()).willReturn(bearerChallenge("")));
    giveToken("{\"token\":\"never-good\"}");
    RegistryException e = failure(ALICE);
    assertEquals(Reason.UNAUTHORIZED, e.reason());
    assertEquals(1, tokenRequests());
  }

  @Test
  void saysThatTheScopeIsNotEnough() {
    registry.stubFor(any(anyUrl()).willReturn(bearerChallenge(",error=\"insufficient_scope\"")));
    giveToken("{\"token\":\"t\"}");
    RegistryException e = failure(ALICE);
    assertEquals(Reason.DENIED, e.reason());
    assertTrue(e.getMessage().contains("'alice'"), e.getMessage());
  }

  @Test
  void exchangesAnIdentityTokenForAnAccessToken() throws RegistryException {
    wantToken("t1");
    giveToken("{\"access_token\":\"t1\"}");
    try (RegistryClient client =
        client(domain -> Optional.of(Credentials.identityToken("", "refresh-me")))) {
      assertTrue(client.exists(name, DIGEST));
    }
    LoggedRequest request = other.findAll(postRequestedFor(urlPathEqualTo("/token"))).getFirst();
    assertTrue(request.getBodyAsString().contains("grant_type=refresh_token"));
    assertTrue(request.getBodyAsString().contains("refresh_token=refresh-me"));
  }

  @Test
  void sendsARegistryTokenAsItIs() throws RegistryException {
    wantToken("mine");
    try (RegistryClient client = client(domain -> Optional.of(Credentials.registryToken("mine")))) {
      assertTrue(client.exists(name, DIGEST));
    }
    assertEquals(0, tokenRequests());
  }

  @Test
  void saysThatARegistryTokenIsNotAccepted() {
    wantToken("another");
    RegistryException e = failure(domain -> Optional.of(Credentials.registryToken("mine")));
    assertEquals(Reason.UNAUTHORIZED, e.reason());
    assertTrue(e.getMessage().contains("does not accept the registry token"), e.getMessage());
    assertFalse(e.toString().contains("mine"));
    assertEquals(0, tokenRequests());
  }

  @Test
  void loginReturnsTheIdentityTokenOfTheServer() throws RegistryException {
    registry.stubFor(get("/v2/").atPriority(10).willReturn(bearerChallenge("")));
    registry.stubFor(
        get("/v2/")
            .withHeader("Authorization", equalTo("Bearer t1"))
            .willReturn(aResponse().withStatus(200)));
    giveToken("{\"token\":\"t1\",\"refresh_token\":\"keep-me\"}");
    try (RegistryClient client = client(CredentialSource.ANONYMOUS)) {
      Credentials stored = client.login(registry.domain(), Credentials.password("alice", SECRET));
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
}
