package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.fixture.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Uploads in pieces: when asked for, and when a registry or its proxy takes only so much at once.
class ChunkedUploadTest {
  private static final String UPLOADS = "/v2/app/blobs/uploads/";
  private static final String UPLOAD = UPLOADS + "u1";

  @AutoClose private final StubServer server = new StubServer();

  @BeforeEach
  void start() {
    begin("0");
    server.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .willReturn(aResponse().withStatus(202).withHeader("Location", UPLOAD)));
    server.stubFor(put(urlPathEqualTo(UPLOAD)).willReturn(aResponse().withStatus(201)));
  }

  private void begin(String smallest) {
    server.stubFor(
        post(urlPathEqualTo(UPLOADS))
            .willReturn(
                aResponse()
                    .withStatus(202)
                    .withHeader("Location", UPLOAD)
                    .withHeader("OCI-Chunk-Min-Length", smallest)));
  }

  private List<Long> upload(byte[] bytes, long chunk) throws RegistryException {
    List<Long> progress = new ArrayList<>();
    try (RegistryClient client =
        HttpRegistryClient.open(
            Settings.quick().uploadChunk(chunk).build(), CredentialSource.ANONYMOUS)) {
      client.upload(
          Reference.parse(server.domain() + "/app"),
          Descriptor.of("application/octet-stream", Digest.sha256(bytes), bytes.length),
          o -> new ByteArrayInputStream(bytes, (int) o, bytes.length - (int) o),
          progress::add);
    }
    return progress;
  }

  private static byte[] blob(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private List<LoggedRequest> patches() {
    return server.findAll(patchRequestedFor(urlPathEqualTo(UPLOAD)));
  }

  private static byte[] joined(List<LoggedRequest> requests) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    requests.forEach(r -> all.writeBytes(r.getBody()));
    return all.toByteArray();
  }

  private static List<String> ranges(List<LoggedRequest> requests) {
    return requests.stream().map(r -> r.getHeader("Content-Range")).toList();
  }

  @Test
  void sendsPiecesOfTheSizeAskedForAndClosesWithAnEmptyPut() throws RegistryException {
    byte[] blob = blob(10_000);
    List<Long> progress = upload(blob, 4000);
    assertEquals(List.of("0-3999", "4000-7999", "8000-9999"), ranges(patches()));
    assertArrayEquals(blob, joined(patches()));
    assertEquals(
        0, server.findAll(putRequestedFor(urlPathEqualTo(UPLOAD))).getFirst().getBody().length);
    assertEquals(10_000L, progress.getLast());
  }

  @Test
  void sendsABlobThatFitsIntoOnePieceWhole() throws RegistryException {
    upload(blob(4000), 4000);
    assertEquals(List.of(), patches());
  }

  @Test
  void sendsPiecesAsLargeAsTheRegistryWantsThem() throws RegistryException {
    begin("6000");
    upload(blob(10_000), 4000);
    assertEquals(List.of("0-5999", "6000-9999"), ranges(patches()));
  }

  @Test
  void cutsABlobThatIsTooLargeForTheRegistry() throws RegistryException {
    byte[] blob = blob(3 << 20);
    server.stubFor(
        put(urlPathEqualTo(UPLOAD))
            .withHeader("Content-Length", equalTo(Integer.toString(blob.length)))
            .willReturn(aResponse().withStatus(413)));
    server.stubFor(
        get(urlPathEqualTo(UPLOAD))
            .willReturn(
                aResponse()
                    .withStatus(204)
                    .withHeader("Location", UPLOAD)
                    .withHeader("Range", "0-0")));
    upload(blob, 0);
    assertEquals(3, patches().size());
    assertArrayEquals(blob, joined(patches()));
  }

  @Test
  void saysSoWhenNoPieceIsSmallEnough() {
    server.stubFor(put(urlPathEqualTo(UPLOAD)).willReturn(aResponse().withStatus(413)));
    server.stubFor(patch(urlPathEqualTo(UPLOAD)).willReturn(aResponse().withStatus(413)));
    server.stubFor(get(urlPathEqualTo(UPLOAD)).willReturn(aResponse().withStatus(404)));
    RegistryException e = assertThrows(RegistryException.class, () -> upload(blob(3 << 20), 0));
    assertEquals(413, e.status());
    assertEquals(Reason.REFUSED, e.reason());
  }

  @Test
  void refusesARegistryThatCountsMoreThanWasSent() {
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .willReturn(
                aResponse()
                    .withStatus(202)
                    .withHeader("Location", UPLOAD)
                    .withHeader("Range", "0-9999")));
    RegistryException e = assertThrows(RegistryException.class, () -> upload(blob(10_000), 4000));
    assertEquals(Reason.MALFORMED, e.reason());
    assertEquals(1, patches().size());
  }

  @Test
  void takesNoOtherSuccessForAStoredPiece() {
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .willReturn(aResponse().withStatus(201).withHeader("Location", UPLOAD)));
    RegistryException e = assertThrows(RegistryException.class, () -> upload(blob(10_000), 4000));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void beginsAnewWhenTheUploadIsLostHalfWay() throws RegistryException {
    byte[] blob = blob(10_000);
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .withHeader("Content-Range", equalTo("4000-7999"))
            .inScenario("lost")
            .whenScenarioStateIs("Started")
            .willSetStateTo("again")
            .willReturn(aResponse().withStatus(404)));
    upload(blob, 4000);
    assertEquals(
        List.of("0-3999", "4000-7999", "0-3999", "4000-7999", "8000-9999"), ranges(patches()));
    assertArrayEquals(blob, joined(patches().subList(2, 5)));
  }

  @Test
  void refusesARegistryThatHasCountedOtherBytes() {
    server.stubFor(
        patch(urlPathEqualTo(UPLOAD))
            .willReturn(
                aResponse()
                    .withStatus(202)
                    .withHeader("Location", UPLOAD)
                    .withHeader("Range", "0-1234")));
    RegistryException e = assertThrows(RegistryException.class, () -> upload(blob(10_000), 4000));
    assertEquals(Reason.MALFORMED, e.reason());
  }
}
