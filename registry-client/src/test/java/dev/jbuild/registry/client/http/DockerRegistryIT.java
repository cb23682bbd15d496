package dev.jbuild.registry.client.http;

import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryClientContract;
import dev.jbuild.registry.fixture.DockerRegistry;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract against Debian's docker-registry in plain HTTP on loopback.
class DockerRegistryIT extends RegistryClientContract {
  private static DockerRegistry registry;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException, InterruptedException {
    registry = DockerRegistry.start(directory);
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
  protected String domain() {
    return registry.domain();
  }
}
