package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryClientContract;
import dev.jbuild.registry.fixture.DockerRegistry;
import dev.jbuild.registry.fixture.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against Debian's docker-registry in plain HTTP on loopback.
class DockerRegistryIT extends RegistryClientContract {
  private static DockerRegistry registry;
  private static RegistryClient client;
  private static Path certificates;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException, InterruptedException {
    registry = DockerRegistry.start(directory);
    certificates = directory;
    client = HttpRegistryClient.open(Settings.quick(directory).build(), CredentialSource.ANONYMOUS);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
      registry.close();
    }
  }

  @Override
  protected RegistryClient client() {
    return client;
  }

  @Override
  protected RegistryClient clientInChunks(long size) {
    return HttpRegistryClient.open(
        Settings.quick(certificates).uploadChunk(size).build(), CredentialSource.ANONYMOUS);
  }

  @Override
  protected boolean deletesTags() {
    return false;
  }

  @Override
  protected String domain() {
    return registry.domain();
  }

  @Test
  void followsThePagesOfALongCatalog() throws IOException {
    byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
    Descriptor blob = Descriptor.of(MediaTypes.OCI_CONFIG, Digest.sha256(config), config.length);
    byte[] bytes =
        ImageJson.encode(ImageManifest.of(MediaTypes.OCI_MANIFEST, blob, List.of())).bytes();
    RawManifest manifest =
        RawManifest.of(
            Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length), bytes);
    Reference first = Reference.parse(domain() + "/pages/r100:1");
    client.upload(first, blob, offset -> new ByteArrayInputStream(config), sent -> {});
    for (int i = 100; i < 230; i++) {
      Reference name = Reference.parse(domain() + "/pages/r" + i + ":1");
      client.mount(name, blob.digest(), first);
      client.putManifest(name, manifest);
    }
    long listed = client.catalog(domain()).stream().filter(r -> r.startsWith("pages/r")).count();
    assertEquals(130, listed, "the registry gives 100 at once");
  }
}
