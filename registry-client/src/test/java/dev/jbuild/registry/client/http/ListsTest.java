package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.SearchResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Catalogs, tags, searches, referrers and deletions, of registries that have them and of others.
class ListsTest {
  private static final Digest SUBJECT = Digest.sha256(new byte[] {1});
  private static final String TAG = "sha256-" + SUBJECT.hex();

  @AutoClose private final StubServer server = new StubServer();
  @AutoClose private final RegistryClient client = StubServer.anonymousClient();
  private final String domain = server.domain();

  private Reference subject() {
    return Reference.parse(domain + "/app").withDigest(SUBJECT);
  }

  private static Descriptor referrer(String type, int seed) {
    return new Descriptor(
        MediaTypes.OCI_MANIFEST,
        Digest.sha256(new byte[] {2, (byte) seed}),
        seed,
        List.of(),
        Map.of(),
        null,
        type);
  }

  private static String index(Descriptor... entries) {
    return new String(
        ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, List.of(entries))).bytes(),
        StandardCharsets.UTF_8);
  }

  /// A signature, say, of [#SUBJECT].
  private static RawManifest signature() {
    Descriptor config =
        Descriptor.of(
            "application/vnd.oci.empty.v1+json",
            Digest.sha256("{}".getBytes(StandardCharsets.UTF_8)),
            2);
    Encoded<Manifest> manifest =
        ImageJson.encode(
            new ImageManifest(
                MediaTypes.OCI_MANIFEST,
                config,
                List.of(),
                "application/x-signature",
                Descriptor.of(MediaTypes.OCI_MANIFEST, SUBJECT, 7),
                Map.of("who", "ann")));
    return RawManifest.of(manifest.descriptor(MediaTypes.OCI_MANIFEST), manifest.bytes());
  }

  @Test
  void readsACatalogPageByPage() throws RegistryException {
    server.stubFor(
        get(urlEqualTo("/v2/_catalog"))
            .willReturn(
                aResponse()
                    .withHeader("Link", "</v2/_catalog?last=b&n=2>; rel=\"next\"")
                    .withBody("{\"repositories\":[\"a\",\"b\"]}")));
    server.stubFor(
        get(urlEqualTo("/v2/_catalog?last=b&n=2"))
            .willReturn(aResponse().withBody("{\"repositories\":[\"team/c\"]}")));
    assertEquals(List.of("a", "b", "team/c"), client.catalog(domain));
  }

  @Test
  void endsAListThatGoesRoundInACircle() throws RegistryException {
    server.stubFor(
        get(urlPathEqualTo("/v2/_catalog"))
            .willReturn(
                aResponse()
                    .withHeader("Link", "</v2/_catalog?last=a>; rel=next")
                    .withBody("{\"repositories\":[\"a\"]}")));
    assertEquals(List.of("a", "a"), client.catalog(domain));
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
    assertEquals(List.of("a", "b", "c"), client.tags(subject()));
  }

  @Test
  void endsWhenAPageLeadsToItself() throws RegistryException {
    server.stubFor(
        any(urlPathEqualTo("/v2/app/tags/list"))
            .willReturn(
                aResponse()
                    .withHeader("Link", "</v2/app/tags/list>; rel=\"next\"")
                    .withBody("{\"tags\":[\"a\"]}")));
    assertEquals(List.of("a"), client.tags(subject()));
  }

  @Test
  void saysThatACatalogIsNotGiven() {
    server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(404)));
    RegistryException e = assertThrows(RegistryException.class, () -> client.catalog(domain));
    assertEquals(Reason.NOT_FOUND, e.reason());
    assertTrue(e.getMessage().contains("a list of repositories is not in"), e.getMessage());
  }

  @Test
  void searchesWhereThereIsASearch() throws RegistryException {
    server.stubFor(
        get(urlEqualTo("/v1/search?q=alp%20ine&n=5"))
            .willReturn(
                aResponse()
                    .withBody(
                        """
                        {"num_results":1,"results":[{"name":"alpine","description":"A\\nsmall one",
                        "star_count":99,"is_official":true,"is_automated":false}]}
                        """)));
    assertEquals(
        List.of(new SearchResult("alpine", "A small one", 99, true, false)),
        client.search(domain, "alp ine", 5));
  }

  @Test
  void looksThroughTheCatalogWhereThereIsNoSearch() throws RegistryException {
    server.stubFor(get(urlPathEqualTo("/v1/search")).willReturn(aResponse().withStatus(404)));
    server.stubFor(
        get(urlEqualTo("/v2/_catalog"))
            .willReturn(aResponse().withBody("{\"repositories\":[\"app\",\"x/App2\",\"other\"]}")));
    // the name grammar knows lower case only, but a search should not care
    assertEquals(
        List.of(SearchResult.named("app"), SearchResult.named("x/App2")),
        client.search(domain, "APP", 25));
    assertEquals(List.of(SearchResult.named("app")), client.search(domain, "app", 1));
  }

  @Test
  void takesAWebPageForNoSearch() throws RegistryException {
    server.stubFor(
        get(urlPathEqualTo("/v1/search"))
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>")));
    server.stubFor(
        get(urlEqualTo("/v2/_catalog")).willReturn(aResponse().withBody("{\"repositories\":[]}")));
    assertEquals(List.of(), client.search(domain, "app", 25));
  }

  @Test
  void asksForReferrersAndFiltersThemItself() throws RegistryException {
    server.stubFor(
        get(urlPathEqualTo("/v2/app/referrers/" + SUBJECT))
            .willReturn(aResponse().withBody(index(referrer("a/x", 1), referrer("a/y", 2)))));
    assertEquals(2, client.referrers(subject(), "").size());
    assertEquals(List.of(referrer("a/y", 2)), client.referrers(subject(), "a/y"));
    LoggedRequest last =
        server.findAll(getRequestedFor(urlPathEqualTo("/v2/app/referrers/" + SUBJECT))).getLast();
    assertEquals("a/y", last.queryParameter("artifactType").firstValue());
  }

  @Test
  void readsTheTagOfReferrersWhereThereIsNoInterface() throws RegistryException {
    server.stubFor(
        get(urlPathEqualTo("/v2/app/manifests/" + TAG))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", MediaTypes.OCI_INDEX)
                    .withBody(index(referrer("a/x", 1)))));
    assertEquals(List.of(referrer("a/x", 1)), client.referrers(subject(), ""));
  }

  @Test
  void takesAPageForBrowsersForNoInterface() throws RegistryException {
    server.stubFor(
        get(urlPathEqualTo("/v2/app/referrers/" + SUBJECT))
            .willReturn(aResponse().withHeader("Content-Type", "text/html").withBody("<html>")));
    assertEquals(List.of(), client.referrers(subject(), ""));
  }

  @Test
  void keepsTheTagOfReferrersForARegistryThatDoesNot() throws RegistryException {
    RawManifest signature = signature();
    server.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(201)));
    server.stubFor(
        get(urlPathEqualTo("/v2/app/manifests/" + TAG))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", MediaTypes.OCI_INDEX)
                    .withBody(index(referrer("a/x", 1)))));
    client.putManifest(subject().withDigest(signature.descriptor().digest()), signature);
    LoggedRequest tag =
        server.findAll(putRequestedFor(urlPathEqualTo("/v2/app/manifests/" + TAG))).getFirst();
    Descriptor entry =
        new Descriptor(
            MediaTypes.OCI_MANIFEST,
            signature.descriptor().digest(),
            signature.descriptor().size(),
            List.of(),
            Map.of("who", "ann"),
            null,
            "application/x-signature");
    assertEquals(index(referrer("a/x", 1), entry), tag.getBodyAsString());
    assertEquals(MediaTypes.OCI_INDEX, tag.getHeader("Content-Type"));
  }

  @Test
  void leavesReferrersToARegistryThatKeepsThem() throws RegistryException {
    RawManifest signature = signature();
    server.stubFor(
        put(anyUrl())
            .willReturn(aResponse().withStatus(201).withHeader("OCI-Subject", SUBJECT.toString())));
    client.putManifest(subject().withDigest(signature.descriptor().digest()), signature);
    assertEquals(
        0, server.findAll(putRequestedFor(urlPathEqualTo("/v2/app/manifests/" + TAG))).size());
  }

  @Test
  void deletesATagByItsName() throws RegistryException {
    server.stubFor(
        delete(urlEqualTo("/v2/app/manifests/old")).willReturn(aResponse().withStatus(202)));
    client.delete(Reference.parse(domain + "/app:old"));
  }

  @Test
  void takesADeletedReferrerFromTheTag() throws RegistryException {
    RawManifest signature = signature();
    Digest digest = signature.descriptor().digest();
    server.stubFor(
        get(urlPathEqualTo("/v2/app/manifests/" + digest))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", MediaTypes.OCI_MANIFEST)
                    .withBody(signature.bytes())));
    server.stubFor(
        delete(urlEqualTo("/v2/app/manifests/" + digest)).willReturn(aResponse().withStatus(202)));
    Descriptor own = Descriptor.of(MediaTypes.OCI_MANIFEST, digest, signature.bytes().length);
    server.stubFor(
        get(urlPathEqualTo("/v2/app/manifests/" + TAG))
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", MediaTypes.OCI_INDEX)
                    .withBody(index(referrer("a/x", 1), own))));
    server.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(201)));
    client.delete(subject().withDigest(digest));
    server.verify(
        putRequestedFor(urlPathEqualTo("/v2/app/manifests/" + TAG))
            .withRequestBody(equalTo(index(referrer("a/x", 1)))));
  }

  @Test
  void saysWhatToDoWhereTagsCannotBeDeleted() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(405).withBody("{\"errors\":[{\"code\":\"UNSUPPORTED\"}]}")));
    RegistryException tag =
        assertThrows(
            RegistryException.class, () -> client.delete(Reference.parse(domain + "/app:1")));
    assertEquals(Reason.REFUSED, tag.reason());
    assertTrue(tag.getMessage().contains("deletes by digest only"), tag.getMessage());
    RegistryException digest =
        assertThrows(RegistryException.class, () -> client.delete(subject()));
    assertTrue(digest.getMessage().contains("must allow deletion"), digest.getMessage());
  }

  @Test
  void deletesBlobs() throws RegistryException {
    server.stubFor(
        delete(urlEqualTo("/v2/app/blobs/" + SUBJECT)).willReturn(aResponse().withStatus(202)));
    client.deleteBlob(subject(), SUBJECT);
    RegistryException e =
        assertThrows(
            RegistryException.class,
            () -> client.deleteBlob(subject(), Digest.sha256(new byte[] {9})));
    assertEquals(Reason.NOT_FOUND, e.reason());
  }
}
