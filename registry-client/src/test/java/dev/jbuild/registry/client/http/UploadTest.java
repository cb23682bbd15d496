package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads that break off, and registries that are odd about them.
class UploadTest {
  private static final String UPLOADS = "/v2/app/blobs/uploads/";
  private static final byte[] BLOB = new byte[10_000];
  private static final Digest DIGEST;

  static {
    new Random(3).nextBytes(BLOB);
    DIGEST = Digest.sha256(BLOB);
  }

  @AutoClose private final StubServer server = new StubServer();
  @AutoClose private final RegistryClient client = StubServer.anonymousClient();

  @BeforeEach
  void start() {
    server.stubFor(
        post(urlPathEqualTo(UPLOADS))
            .willReturn(aResponse().withStatus(202).withHeader("Location", UPLOADS + "u1?_s=1")));
    server.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));
  }

  private Reference name() {
    return Reference.parse(server.domain() + "/app");
  }

  private void upload(BlobSource source) throws RegistryException {
    Descriptor blob = Descriptor.of("application/octet-stream", DIGEST, BLOB.length);
    client.upload(name(), blob, source, sent -> {});
  }

  private void upload() throws RegistryException {
    upload(o -> new ByteArrayInputStream(BLOB, (int) o, BLOB.length - (int) o));
  }

  private List<LoggedRequest> puts() {
    return server.findAll(putRequestedFor(urlPathEqualTo(UPLOADS + "u1")));
  }

  @Test
  void sendsAllInOnePutToARelativeLocation() throws RegistryException {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(
                aResponse()
                    .withStatus(201)
                    .withHeader("Docker-Content-Digest", DIGEST.toString())));
    upload();
    LoggedRequest put = puts().getFirst();
    assertArrayEquals(BLOB, put.getBody());
    assertEquals("10000", put.getHeader("Content-Length"));
    assertEquals("1", put.queryParameter("_s").firstValue());
    assertEquals(DIGEST.toString(), put.queryParameter("digest").firstValue());
  }

  @Test
  void sendsTheRestWhereABrokenUploadStopped() throws RegistryException {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("break")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("broken")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    server.stubFor(
        get(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(
                aResponse()
                    .withStatus(204)
                    .withHeader("Range", "0-3999")
                    .withHeader("Location", UPLOADS + "u1?_s=2")));
    server.stubFor(
        patch(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withStatus(202).withHeader("Location", UPLOADS + "u1?_s=3")));
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("break")
            .whenScenarioStateIs("broken")
            .willReturn(aResponse().withStatus(201)));
    upload();
    LoggedRequest patch =
        server.findAll(patchRequestedFor(urlPathEqualTo(UPLOADS + "u1"))).getFirst();
    assertArrayEquals(Arrays.copyOfRange(BLOB, 4000, 10_000), patch.getBody());
    assertEquals("4000-9999", patch.getHeader("Content-Range"));
    assertEquals("2", patch.queryParameter("_s").firstValue());
    LoggedRequest last = puts().getLast();
    assertEquals("3", last.queryParameter("_s").firstValue());
    assertEquals(0, last.getBody().length);
  }

  @Test
  void beginsAnewWhenTheRegistryHasLostTheUpload() throws RegistryException {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("lost")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("again")
            .willReturn(
                aResponse()
                    .withStatus(404)
                    .withBody("{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\"}]}")));
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("lost")
            .whenScenarioStateIs("again")
            .willReturn(aResponse().withStatus(201)));
    upload();
    assertEquals(2, server.findAll(postRequestedFor(urlPathEqualTo(UPLOADS))).size());
    assertArrayEquals(BLOB, puts().getLast().getBody());
  }

  @Test
  void isContentWhenOnlyTheLastAnswerWasLost() throws RegistryException {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    server.stubFor(get(urlPathEqualTo(UPLOADS + "u1")).willReturn(aResponse().withStatus(404)));
    server.stubFor(
        head(urlPathEqualTo("/v2/app/blobs/" + DIGEST)).willReturn(aResponse().withStatus(200)));
    upload();
    assertEquals(1, puts().size());
  }

  @Test
  void givesUpWhenEveryTryBreaks() {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    server.stubFor(get(urlPathEqualTo(UPLOADS + "u1")).willReturn(aResponse().withStatus(404)));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.BROKEN, e.reason());
    assertEquals(3, puts().size());
  }

  @Test
  void doesNotRepeatWhatTheRegistryRefuses() {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody(
                        "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"no match\"}]}")));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.REFUSED, e.reason());
    assertTrue(e.getMessage().contains("no match"), e.getMessage());
    assertEquals(1, puts().size());
  }

  /// Breaks the first upload, and says of it what a registry says that has some of it.
  private void breakOnce(String range) {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("break")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("broken")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("break")
            .whenScenarioStateIs("broken")
            .willReturn(aResponse().withStatus(201)));
    server.stubFor(
        get(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withStatus(204).withHeader("Range", range)));
    server.stubFor(patch(urlPathEqualTo(UPLOADS + "u1")).willReturn(aResponse().withStatus(202)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-10000", "0-99999999999", "5-3999", "much", "0-0"})
  void beginsAnewWhenTheRegistrySaysThatItHasWhatNobodySent(String range) throws RegistryException {
    breakOnce(range);
    upload();
    assertArrayEquals(BLOB, puts().getLast().getBody());
    server.verify(0, patchRequestedFor(urlPathEqualTo(UPLOADS + "u1")));
  }

  @Test
  void beginsAnewWhenTheRegistryDoesNotTellHowFarItGot() throws RegistryException {
    breakOnce("0-3999");
    server.stubFor(
        get(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withStatus(403).withHeader("Range", "0-3999")));
    upload();
    assertEquals(2, server.findAll(postRequestedFor(urlPathEqualTo(UPLOADS))).size());
    assertArrayEquals(BLOB, puts().getLast().getBody());
  }

  @Test
  void beginsAnewWhenTheResumedUploadHasTheWrongDigest() throws RegistryException {
    breakOnce("0-3999");
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .withHeader("Content-Length", equalTo("0"))
            .atPriority(1)
            .willReturn(aResponse().withStatus(400)));
    upload();
    assertEquals(2, server.findAll(postRequestedFor(urlPathEqualTo(UPLOADS))).size());
    assertArrayEquals(BLOB, puts().getLast().getBody());
  }

  @Test
  void givesUpWhenTheRegistryLosesEveryUpload() {
    server.stubFor(put(urlPathEqualTo(UPLOADS + "u1")).willReturn(aResponse().withStatus(404)));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertEquals(3, puts().size());
  }

  @Test
  void givesUpWhenTheRegistryGetsFurtherAndFurtherAndNeverToTheEnd() {
    // each resumption is said to have brought a byte
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    server.stubFor(
        patch(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    for (int i = 0; i < 200; i++) {
      server.stubFor(
          get(urlPathEqualTo(UPLOADS + "u1"))
              .inScenario("creep")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "at" + i)
              .willSetStateTo("at" + (i + 1))
              .willReturn(aResponse().withStatus(204).withHeader("Range", "0-" + (i + 1))));
    }
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.BROKEN, e.reason());
    assertEquals(50, server.findAll(patchRequestedFor(urlPathEqualTo(UPLOADS + "u1"))).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 302})
  void takesNoOtherSuccessForAStoredBlob(int status) {
    server.stubFor(put(urlPathEqualTo(UPLOADS + "u1")).willReturn(aResponse().withStatus(status)));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204})
  void takesNoOtherSuccessForABegunUpload(int status) {
    server.stubFor(
        post(urlPathEqualTo(UPLOADS))
            .willReturn(aResponse().withStatus(status).withHeader("Location", UPLOADS + "u1")));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.MALFORMED, e.reason());
    assertEquals(0, puts().size());
  }

  @Test
  void triesAgainAfterTheWaitThatTheRegistryWants() throws RegistryException {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("free")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1")));
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .inScenario("busy")
            .whenScenarioStateIs("free")
            .willReturn(aResponse().withStatus(201)));
    long start = System.nanoTime();
    upload();
    assertTrue(System.nanoTime() - start >= 1_000_000_000L);
    assertEquals(2, puts().size());
  }

  @Test
  void saysThatTheAccountMayNotPush() {
    server.stubFor(
        post(urlPathEqualTo(UPLOADS))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"read only\"}]}")));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.DENIED, e.reason());
    assertTrue(e.getMessage().contains("read only"), e.getMessage());
  }

  @Test
  void refusesAnAnswerWithoutLocation() {
    server.stubFor(post(urlPathEqualTo(UPLOADS)).willReturn(aResponse().withStatus(202)));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void refusesAnAnswerWithAnotherDigest() {
    server.stubFor(
        put(urlPathEqualTo(UPLOADS + "u1"))
            .willReturn(
                aResponse()
                    .withStatus(201)
                    .withHeader("Docker-Content-Digest", "sha256:" + "1".repeat(64))));
    RegistryException e = assertThrows(RegistryException.class, this::upload);
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void reportsALocalFileThatCannotBeReadAndDoesNotTryAgain() {
    server.stubFor(any(anyUrl()).atPriority(20).willReturn(aResponse().withStatus(201)));
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () ->
                upload(offset -> {
                  throw new IOException("disk is on fire");
                }));
    assertEquals(Reason.LOCAL, e.reason());
    assertTrue(e.getMessage().contains("disk is on fire"), e.getMessage());
  }

  @Test
  void reportsALocalFileThatIsTooShort() {
    server.stubFor(any(anyUrl()).atPriority(20).willReturn(aResponse().withStatus(201)));
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> upload(offset -> new ByteArrayInputStream(BLOB, 0, 500)));
    assertEquals(Reason.LOCAL, e.reason());
  }

  @Test
  void aRefusedMountNeedNotSayWhereItsUploadIs() throws RegistryException {
    server.stubFor(post(urlPathEqualTo(UPLOADS)).willReturn(aResponse().withStatus(202)));
    assertFalse(client.mount(name(), DIGEST, Reference.parse(name().domain() + "/other")));
  }

  @Test
  void givesUpTheUploadThatARefusedMountBegan() throws RegistryException {
    server.stubFor(delete(urlPathEqualTo(UPLOADS + "u1")).willReturn(aResponse().withStatus(204)));
    Reference source = Reference.parse(name().domain() + "/other");
    assertFalse(client.mount(name(), DIGEST, source));
    LoggedRequest post = server.findAll(postRequestedFor(urlPathEqualTo(UPLOADS))).getFirst();
    assertEquals(DIGEST.toString(), post.queryParameter("mount").firstValue());
    assertEquals("other", post.queryParameter("from").firstValue());
    assertEquals(1, server.findAll(deleteRequestedFor(urlPathEqualTo(UPLOADS + "u1"))).size());
  }
}
