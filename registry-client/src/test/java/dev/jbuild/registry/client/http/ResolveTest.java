package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.jbuild.image.Digest;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a tag stands for: found by HEAD alone where that can be had.
class ResolveTest extends StubbedManifest {
  private void answerHead(ResponseDefinitionBuilder head) {
    server.stubFor(head(urlEqualTo(PATH)).willReturn(head));
  }

  private static ResponseDefinitionBuilder goodHead() {
    return manifest().withHeader("Content-Length", Integer.toString(MANIFEST.length));
  }

  @Test
  void resolvesByHeadAlone() throws RegistryException {
    answerHead(goodHead());
    assertEquals(MANIFEST.length, client.resolve(name).size());
    assertEquals(0, requests());
  }

  @Test
  void refusesAHeadOfAnotherManifestThanAskedFor() {
    Digest other = Digest.sha256(new byte[] {1});
    server.stubFor(head(urlEqualTo("/v2/app/manifests/" + other)).willReturn(goodHead()));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.resolve(name.withDigest(other)));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void asksForTheManifestWhereHeadIsNotKnownOrNotOfIt() throws RegistryException {
    answer(manifest());
    for (var head :
        List.of(
            aResponse().withStatus(405),
            aResponse().withStatus(501),
            goodHead().withHeader("Content-Type", "text/html"),
            goodHead().withHeader("Content-Encoding", "gzip"))) {
      server.resetRequests();
      answerHead(head);
      assertEquals(MANIFEST.length, client.resolve(name).size());
      assertEquals(1, requests());
    }
  }

  @Test
  void fetchesTheManifestWhenHeadSaysTooLittle() throws RegistryException {
    server.stubFor(head(urlEqualTo(PATH)).willReturn(aResponse().withStatus(200)));
    answer(manifest());
    assertEquals(DIGEST, client.resolve(name).digest());
  }

  @Test
  void doesNotAskFurtherWhereHeadSaysThatNothingIsThere() {
    answer(manifest());
    answerHead(goodHead().withStatus(404));
    RegistryException e = assertThrows(RegistryException.class, () -> client.resolve(name));
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertEquals(0, requests());
  }
}
