package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.fixture.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Manifests and tag lists from servers that fail, lie or are no registries at all.
class MisbehavingRegistryTest {
  private static final String PATH = "/v2/app/manifests/1";
  private static final byte[] MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
      "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":2},\
      "layers":[]}\
      """
          .formatted("ab".repeat(32))
          .getBytes(StandardCharsets.UTF_8);

  private WireMockServer server;
  private RegistryClient client;
  private Reference name;

  @BeforeEach
  void start(@TempDir Path directory) {
    server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    server.start();
    client = HttpRegistryClient.open(Settings.quick(directory).build(), CredentialSource.ANONYMOUS);
    name = Reference.parse("127.0.0.1:" + server.port() + "/app:1");
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  private RegistryException failure() {
    return assertThrows(RegistryException.class, () -> client.manifest(name));
  }

  private void answer(com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder response) {
    server.stubFor(get(PATH).willReturn(response));
  }

  private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder manifest() {
    return aResponse()
        .withHeader("Content-Type", MediaTypes.OCI_MANIFEST)
        .withHeader("Docker-Content-Digest", Digest.sha256(MANIFEST).toString())
        .withBody(MANIFEST);
  }

  private int requests() {
    return server.countRequestsMatching(getRequestedFor(urlEqualTo(PATH)).build()).getCount();
  }

  @Test
  void asksForAllFourManifestTypes() throws RegistryException {
    answer(manifest());
    client.manifest(name);
    String accept =
        server.findAll(getRequestedFor(urlEqualTo(PATH))).getFirst().getHeader("Accept");
    for (String type :
        List.of(
            MediaTypes.OCI_INDEX,
            MediaTypes.OCI_MANIFEST,
            MediaTypes.DOCKER_MANIFEST_LIST,
            MediaTypes.DOCKER_MANIFEST)) {
      assertTrue(accept.contains(type), accept);
    }
  }

  @Test
  void refusesBytesThatDoNotHaveTheAnnouncedDigest() {
    answer(manifest().withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64)));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains(Digest.sha256(MANIFEST).toString()), e.getMessage());
    assertEquals(1, requests(), "a lie is not worth another try");
  }

  @Test
  void refusesBytesThatDoNotHaveTheDigestAskedFor() {
    Digest other = Digest.sha256(new byte[] {1});
    server.stubFor(
        get("/v2/app/manifests/" + other)
            .willReturn(manifest().withHeader("Docker-Content-Digest", other.toString())));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.manifest(name.withDigest(other)));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void refusesADigestThatIsNone() {
    answer(manifest().withHeader("Docker-Content-Digest", "sha256:xyz"));
    assertEquals(Reason.MALFORMED, failure().reason());
  }

  @Test
  void takesAManifestWithoutAnnouncedDigest() throws RegistryException {
    answer(aResponse().withHeader("Content-Type", MediaTypes.OCI_MANIFEST).withBody(MANIFEST));
    RawManifest manifest = client.manifest(name);
    assertEquals(Digest.sha256(MANIFEST), manifest.descriptor().digest());
    assertArrayEquals(MANIFEST, manifest.bytes());
  }

  @Test
  void takesTheTypeFromTheDocumentWhenTheAnswerSaysOnlyJson() throws RegistryException {
    answer(manifest().withHeader("Content-Type", "application/json; charset=utf-8"));
    assertEquals(MediaTypes.OCI_MANIFEST, client.manifest(name).descriptor().mediaType());
  }

  @Test
  void leavesAContradictionOfTypesToTheReader() throws RegistryException {
    answer(manifest().withHeader("Content-Type", MediaTypes.OCI_INDEX));
    RawManifest manifest = client.manifest(name);
    assertThrows(java.io.IOException.class, manifest::parse);
  }

  @Test
  void refusesAManifestThatIsTooLarge() {
    answer(manifest().withBody(new byte[(4 << 20) + 1]));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("limit"), e.getMessage());
  }

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
  void waitsAsLongAsTheRegistryAsks() throws RegistryException {
    server.stubFor(
        get(PATH)
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("free")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1")));
    server.stubFor(get(PATH).inScenario("busy").whenScenarioStateIs("free").willReturn(manifest()));
    long start = System.nanoTime();
    client.manifest(name);
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 1000);
    assertEquals(2, requests());
  }

  @Test
  void failsAtOnceWhenTheRegistryAsksForAnHour() {
    answer(
        aResponse()
            .withStatus(429)
            .withHeader("Retry-After", "3600")
            .withBody("{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"slow down\"}]}"));
    RegistryException e = failure();
    assertEquals(Reason.RATE_LIMITED, e.reason());
    assertEquals(Duration.ofHours(1), e.retryAfter().orElseThrow());
    assertTrue(e.getMessage().contains("slow down"), e.getMessage());
    assertTrue(e.getMessage().contains("3600 s"), e.getMessage());
    assertEquals(1, requests());
  }

  @Test
  void triesAgainAfterAServerError() throws RegistryException {
    server.stubFor(
        get(PATH)
            .inScenario("sick")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("well")
            .willReturn(aResponse().withStatus(503)));
    server.stubFor(get(PATH).inScenario("sick").whenScenarioStateIs("well").willReturn(manifest()));
    client.manifest(name);
    assertEquals(2, requests());
  }

  @Test
  void givesUpAfterAFewServerErrors() {
    answer(aResponse().withStatus(500).withBody("oops"));
    RegistryException e = failure();
    assertEquals(Reason.UNAVAILABLE, e.reason());
    assertTrue(e.temporary());
    assertEquals(3, requests());
  }

  @Test
  void givesUpAfterAFewBrokenConnections() {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertEquals(Reason.BROKEN, failure().reason());
  }

  @Test
  void refusesGarbage() {
    answer(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertEquals(Reason.BROKEN, failure().reason());
  }

  @Test
  void hidesControlCharactersOfAnErrorMessage() {
    answer(
        aResponse()
            .withStatus(400)
            .withBody(
                "{\"errors\":[{\"code\":\"X\",\"message\":\"a\\u001b[31mb\\nc\",\"detail\":{\"k\":1}}]}"));
    RegistryException e = failure();
    assertEquals(Reason.REFUSED, e.reason());
    assertEquals("a [31mb c", e.errors().getFirst().message());
    assertEquals("{\"k\":1}", e.errors().getFirst().detail());
    assertFalse(e.getMessage().contains("\n"));
  }

  @Test
  void followsRedirectsButNotForEver() {
    answer(aResponse().withStatus(307).withHeader("Location", PATH));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("too many redirects"), e.getMessage());
    assertEquals(6, requests());
  }

  @Test
  void believesTheBytesWhereTheAnnouncedDigestIsNotTheOneAskedFor() throws RegistryException {
    // the name says which digest counts
    Digest digest = Digest.sha256(MANIFEST);
    server.stubFor(
        get("/v2/app/manifests/" + digest)
            .willReturn(
                manifest().withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))));
    assertArrayEquals(MANIFEST, client.manifest(name.withDigest(digest)).bytes());

    Digest other = Digest.sha256(new byte[] {1});
    server.stubFor(get("/v2/app/manifests/" + other).willReturn(manifest()));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.manifest(name.withDigest(other)));
    assertEquals(Reason.MALFORMED, e.reason(), "announced rightly, but another manifest");
  }

  private void answerHead(com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder head) {
    server.stubFor(head(urlEqualTo(PATH)).willReturn(head));
  }

  private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder goodHead() {
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
  void doesNotAskFurtherWhereHeadSaysThatNothingIsThere() {
    answer(manifest());
    answerHead(goodHead().withStatus(404));
    RegistryException e = assertThrows(RegistryException.class, () -> client.resolve(name));
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertEquals(0, requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":2,\"layers\":[{\"size\":1e400}]}",
        "{\"schemaVersion\":2,\"config\":{\"size\":99999999999999999999999999}}",
        "{\"schemaVersion\":2,\"config\":{\"size\":-1}}",
        "{\"schemaVersion\":2,\"schemaVersion\":2}",
        "[]",
        "null",
        "",
        "{\"schemaVersion\":2}x"
      })
  void refusesToReadDocumentsThatAreNoManifests(String document) throws RegistryException {
    answer(aResponse().withHeader("Content-Type", MediaTypes.OCI_MANIFEST).withBody(document));
    RawManifest manifest = client.manifest(name);
    assertThrows(JsonException.class, manifest::parse);
  }

  @Test
  void refusesToReadDocumentsThatAreNestedDeeply() throws RegistryException {
    String deep = "[".repeat(1_000_000);
    answer(aResponse().withHeader("Content-Type", MediaTypes.OCI_INDEX).withBody(deep));
    assertThrows(JsonException.class, client.manifest(name)::parse);
    answer(aResponse().withHeader("Content-Type", "application/json").withBody(deep));
    assertEquals(Reason.MALFORMED, failure().reason());
    answer(aResponse().withStatus(400).withBody("{\"errors\":" + deep));
    assertEquals(Reason.REFUSED, failure().reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "-1", "soon", "", "Fri, 31 Foo 2026"})
  void takesNoNoticeOfAWaitThatIsNone(String wait) {
    answer(aResponse().withStatus(503).withHeader("Retry-After", wait));
    assertEquals(Optional.empty(), failure().retryAfter());
    assertEquals(3, requests());
  }

  @Test
  void failsAtOnceWhenTheRegistryNamesADateFarAway() {
    answer(aResponse().withStatus(503).withHeader("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"));
    assertTrue(failure().retryAfter().orElseThrow().toDays() > 1000);
    assertEquals(1, requests());
  }

  @Test
  void waitsUntilADateThatIsNear() throws RegistryException {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    server.stubFor(
        get(PATH)
            .inScenario("near")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", date)));
    server.stubFor(get(PATH).inScenario("near").whenScenarioStateIs("over").willReturn(manifest()));
    long start = System.nanoTime();
    client.manifest(name);
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 900);
  }

  @Test
  void readsAnErrorThatAProxyCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("{\"errors\":[{\"code\":\"X\"}]}".getBytes(StandardCharsets.UTF_8));
    }
    answer(
        aResponse()
            .withStatus(400)
            .withHeader("Content-Encoding", "gzip")
            .withBody(packed.toByteArray()));
    assertEquals("X", failure().errors().getFirst().code());
  }

  @Test
  void takesNoWebPageForADoneDeed() {
    // what the page of a network that wants a login answers to everything
    server.stubFor(
        any(anyUrl())
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>")));
    Digest digest = Digest.sha256(MANIFEST);
    RawManifest manifest =
        RawManifest.of(Descriptor.of(MediaTypes.OCI_MANIFEST, digest, MANIFEST.length), MANIFEST);
    for (Executable deed :
        List.<Executable>of(
            () -> client.putManifest(name, manifest),
            () -> client.exists(name, digest),
            () -> client.mount(name, digest, name),
            () -> client.delete(name),
            () -> client.deleteBlob(name, digest))) {
      assertEquals(Reason.MALFORMED, assertThrows(RegistryException.class, deed).reason());
    }
  }

  private static ResponseDefinitionBuilder html(int status) {
    return aResponse().withStatus(status).withHeader("Content-Type", "text/html; charset=utf-8");
  }

  @Test
  void takesTheAnswersOfARegistryThatCallsThemHtml() throws RegistryException {
    // as Quay does where it has nothing to say
    Digest digest = Digest.sha256(MANIFEST);
    server.stubFor(
        get(urlEqualTo("/v2/"))
            .willReturn(
                html(200)
                    .withHeader("Docker-Distribution-API-Version", "registry/2.0")
                    .withBody("true")));
    server.stubFor(
        put(anyUrl())
            .willReturn(
                html(201).withHeader("Docker-Content-Digest", digest.toString()).withBody("OK")));
    server.stubFor(delete(anyUrl()).willReturn(html(202)));
    client.ping("127.0.0.1:" + server.port());
    Descriptor descriptor = Descriptor.of(MediaTypes.OCI_MANIFEST, digest, MANIFEST.length);
    assertEquals(descriptor, client.putManifest(name, RawManifest.of(descriptor, MANIFEST)));
    client.delete(name.withDigest(digest));
    server.verify(1, deleteRequestedFor(anyUrl()));
  }

  @Test
  void doesNotBelieveInABlobThatIsAnother() {
    server.stubFor(
        head(anyUrl())
            .willReturn(
                aResponse().withHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.exists(name, Digest.sha256(MANIFEST)));
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
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(MANIFEST), MANIFEST.length);
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> client.putManifest(name, RawManifest.of(descriptor, MANIFEST)));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 204, 307, 400, 500})
  void takesNoOtherAnswerForAStoredManifest(int status) {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    Descriptor descriptor =
        Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(MANIFEST), MANIFEST.length);
    assertThrows(
        RegistryException.class,
        () -> client.putManifest(name, RawManifest.of(descriptor, MANIFEST)));
  }

  @Test
  void fetchesTheManifestWhenHeadSaysTooLittle() throws RegistryException {
    server.stubFor(head(urlEqualTo(PATH)).willReturn(aResponse().withStatus(200)));
    answer(manifest());
    assertEquals(Digest.sha256(MANIFEST), client.resolve(name).digest());
  }

  @Test
  void readsTheTagsOfAllPagesOfTheSameRegistryOnly() throws RegistryException {
    server.stubFor(
        get(urlEqualTo("/v2/app/tags/list"))
            .willReturn(
                aResponse()
                    .withHeader("Link", "</v2/app/tags/list?last=b&n=2>; rel=\"next\"")
                    .withBody("{\"name\":\"app\",\"tags\":[\"a\",\"b\"]}")));
    server.stubFor(
        get(urlEqualTo("/v2/app/tags/list?last=b&n=2"))
            .willReturn(
                aResponse()
                    .withHeader("Link", "<http://other.invalid/v2/app/tags/list>; rel=\"next\"")
                    .withBody("{\"name\":\"app\",\"tags\":[\"c\"]}")));
    assertEquals(List.of("a", "b", "c"), client.tags(name));
  }

  @Test
  void endsWhenAPageLeadsToItself() throws RegistryException {
    server.stubFor(
        any(urlPathEqualTo("/v2/app/tags/list"))
            .willReturn(
                aResponse()
                    .withHeader("Link", "</v2/app/tags/list>; rel=\"next\"")
                    .withBody("{\"tags\":[\"a\"]}")));
    assertEquals(List.of("a"), client.tags(name));
  }

  @Test
  void readsAManifestThatAProxyCompressed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(MANIFEST);
    }
    answer(manifest().withHeader("Content-Encoding", "gzip").withBody(packed.toByteArray()));
    assertArrayEquals(MANIFEST, client.manifest(name).bytes());
  }

  @Test
  void refusesACompressedManifestThatIsHuge() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 64; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    answer(manifest().withHeader("Content-Encoding", "gzip").withBody(packed.toByteArray()));
    RegistryException e = failure();
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(e.getMessage().contains("limit"), e.getMessage());
  }

  @Test
  void refusesAManifestThatWasCut() {
    answer(manifest().withBody(java.util.Arrays.copyOf(MANIFEST, MANIFEST.length - 10)));
    assertEquals(Reason.MALFORMED, failure().reason());
  }

  @Test
  void waitsUntilADateThatTheRegistryNames() throws RegistryException {
    server.stubFor(
        get(PATH)
            .inScenario("date")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(
                aResponse()
                    .withStatus(503)
                    .withHeader("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")));
    server.stubFor(get(PATH).inScenario("date").whenScenarioStateIs("over").willReturn(manifest()));
    client.manifest(name);
    assertEquals(2, requests(), "a date that has passed is no reason to wait");
  }

  @Test
  void saysThatNothingListens() {
    server.stop();
    RegistryException e = failure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("does not accept connections"), e.getMessage());
  }

  @Test
  void saysThatTheHostIsNotKnown() {
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> client.manifest(Reference.parse("registry.invalid/app:1")));
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("'registry.invalid' is not known"), e.getMessage());
  }

  @Test
  void refusesAnythingThatIsNoRegistryWhenPinged() {
    server.stubFor(
        get(anyUrl())
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("hi")));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.ping("127.0.0.1:" + server.port()));
    assertEquals(Reason.MALFORMED, e.reason());
  }
}
