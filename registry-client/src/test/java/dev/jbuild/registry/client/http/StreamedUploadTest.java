package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobUpload;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Uploads of blobs that are still being made, to registries that do not go along.
@Timeout(60)
class StreamedUploadTest {
  private static final String UPLOADS = "/v2/app/blobs/uploads/";
  private static final String UPLOAD = UPLOADS + "u1";

  /// Several times what may be on its way.
  private static final int MUCH = 20 << 20;

  @AutoClose private final StubServer server = new StubServer();

  @BeforeEach
  void start() {
    server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(200)));
    server.stubFor(
        post(urlPathEqualTo(UPLOADS))
            .willReturn(aResponse().withStatus(202).withHeader("Location", UPLOAD)));
    server.stubFor(put(urlPathEqualTo(UPLOAD)).willReturn(aResponse().withStatus(201)));
  }

  private RegistryClient client(long chunk) {
    return HttpRegistryClient.open(
        Settings.quick().uploadChunk(chunk).build(), CredentialSource.ANONYMOUS);
  }

  private Reference repository() {
    return Reference.parse(server.domain() + "/app");
  }

  private static boolean send(BlobUpload upload) throws IOException {
    byte[] piece = new byte[1 << 20];
    for (int sent = 0; sent < MUCH; sent += piece.length) {
      upload.write(piece, 0, piece.length);
    }
    Digest digest = Digest.sha256(new byte[MUCH]);
    return upload.finish(Descriptor.of("application/octet-stream", digest, MUCH));
  }

  @Test
  void bytesAreDroppedOnceTheConnectionBroke() throws IOException {
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    try (RegistryClient client = client(0);
        BlobUpload upload = client.beginUpload(repository(), sent -> {}).orElseThrow()) {
      assertFalse(send(upload));
    }
    server.verify(0, putRequestedFor(urlPathEqualTo(UPLOAD)));
  }

  @Test
  void aBodyThatIsTooLargeForAProxyIsNotThere() throws IOException {
    server.stubFor(patch(urlPathEqualTo(UPLOAD)).willReturn(aResponse().withStatus(413)));
    try (RegistryClient client = client(0);
        BlobUpload upload = client.beginUpload(repository(), sent -> {}).orElseThrow()) {
      assertFalse(send(upload));
    }
  }

  @Test
  void aRegistryThatDeniesItSaysSoBeforeAnythingIsMade() throws RegistryException {
    server.stubFor(post(urlPathEqualTo(UPLOADS)).willReturn(aResponse().withStatus(403)));
    try (RegistryClient client = client(0)) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> client.beginUpload(repository(), sent -> {}));
      assertEquals(Reason.DENIED, e.reason());
    }
  }

  @Test
  void nothingIsStreamedWhenPiecesAreAskedFor() throws RegistryException {
    try (RegistryClient client = client(1 << 20)) {
      assertTrue(client.beginUpload(repository(), sent -> {}).isEmpty());
    }
  }

  @Test
  void anInterruptedThreadStopsWaitingForASlowRegistry() throws IOException {
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .willReturn(aResponse().withStatus(202).withFixedDelay(30_000)));
    try (RegistryClient client = client(0);
        BlobUpload upload = client.beginUpload(repository(), sent -> {}).orElseThrow()) {
      byte[] piece = new byte[100];
      upload.write(piece, 0, piece.length);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedIOException.class, () -> upload.write(piece, 0, piece.length));
      assertTrue(Thread.interrupted());
    }
  }
}
