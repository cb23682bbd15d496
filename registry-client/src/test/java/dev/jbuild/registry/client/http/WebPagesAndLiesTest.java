package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Web pages in place of answers, and answers that say what is not so.
class WebPagesAndLiesTest extends StubbedManifest {
  @Test
  void recognisesAWebPage() {
    answer(aResponse().withHeader("Content-Type", "text/html; charset=utf-8").withBody("<html>"));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("web page"), e.getMessage());
  }

  @Test
  void recognisesAWebPageThatSays404() {
    answer(aResponse().withStatus(404).withHeader("Content-Type", "text/html").withBody("<html>"));
    RegistryException e = failure();
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertTrue(e.getMessage().contains("web page"), e.getMessage());
  }

  @Test
  void refusesAnythingThatIsNoRegistryWhenPinged() {
    server.stubFor(
        get(anyUrl())
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("hi")));
    RegistryException e = assertThrows(RegistryException.class, () -> client.ping(server.domain()));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void takesNoWebPageForADoneDeed() {
    // what the page of a network that wants a login answers to everything
    server.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>")));
    for (Executable deed :
        List.<Executable>of(
            () -> client.putManifest(name, RAW),
            () -> client.exists(name, DIGEST),
            () -> client.mount(name, DIGEST, name),
            () -> client.delete(name),
            () -> client.deleteBlob(name, DIGEST))) {
      assertEquals(Reason.MALFORMED, assertThrows(RegistryException.class, deed).reason());
    }
  }

  private static ResponseDefinitionBuilder html(int status) {
    return aResponse().withStatus(status).withHeader("Content-Type", "text/html; charset=utf-8");
  }

  @Test
  void takesTheAnswersOfARegistryThatCallsThemHtml() throws RegistryException {
    // as Quay does where it has nothing to say
    server.stubFor(
        get(urlEqualTo("/v2/"))
            .willReturn(
                html(200)
                    .withHeader("Docker-Distribution-API-Version", "registry/2.0")
                    .withBody("true")));
    server.stubFor(
        put(anyUrl())
            .willReturn(
                html(201).withHeader("Docker-Content-Digest", DIGEST.toString()).withBody("OK")));
    server.stubFor(delete(anyUrl()).willReturn(html(202)));
    client.ping(server.domain());
    assertEquals(RAW.descriptor(), client.putManifest(name, RAW));
    client.delete(name.withDigest(DIGEST));
    server.verify(1, deleteRequestedFor(anyUrl()));
  }

  @Test
  void doesNotBelieveInABlobThatIsAnother() {
    server.stubFor(
        head(anyUrl())
            .willReturn(
                aResponse().withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))));
    RegistryException e = assertThrows(RegistryException.class, () -> client.exists(name, DIGEST));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void refusesAnAnswerWithAnotherDigestToAPushedManifest() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(201)
                    .withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.putManifest(name, RAW));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 204, 307, 400, 500})
  void takesNoOtherAnswerForAStoredManifest(int status) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    assertThrows(RegistryException.class, () -> client.putManifest(name, RAW));
  }
}
