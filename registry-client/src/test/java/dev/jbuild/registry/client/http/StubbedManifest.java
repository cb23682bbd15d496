package dev.jbuild.registry.client.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;

/// A registry in which one manifest gets stubbed answers, and a client that asks for it.
abstract class StubbedManifest {
  static final String PATH = "/v2/app/manifests/1";
  static final byte[] MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
      "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":2},\
      "layers":[]}\
      """
          .formatted("ab".repeat(32))
          .getBytes(StandardCharsets.UTF_8);
  static final Digest DIGEST = Digest.sha256(MANIFEST);
  static final RawManifest RAW =
      RawManifest.of(Descriptor.of(MediaTypes.OCI_MANIFEST, DIGEST, MANIFEST.length), MANIFEST);

  @AutoClose final StubServer server = new StubServer();
  @AutoClose final RegistryClient client = StubServer.anonymousClient();
  final Reference name = Reference.parse(server.domain() + "/app:1");

  static ResponseDefinitionBuilder manifest() {
    return aResponse()
        .withHeader("Content-Type", MediaTypes.OCI_MANIFEST)
        .withHeader("Docker-Content-Digest", DIGEST.toString())
        .withBody(MANIFEST);
  }

  void answer(ResponseDefinitionBuilder response) {
    server.stubFor(get(PATH).willReturn(response));
  }

  void answer(ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
    server.stubFor(
        get(PATH)
            .inScenario("twice")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("asked")
            .willReturn(first));
    server.stubFor(get(PATH).inScenario("twice").whenScenarioStateIs("asked").willReturn(then));
  }

  int requests() {
    return server.countRequestsMatching(getRequestedFor(urlEqualTo(PATH)).build()).getCount();
  }

  RegistryException failure() {
    return assertThrows(RegistryException.class, () -> client.manifest(name));
  }
}
