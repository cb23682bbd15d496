package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryClientContract;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Certificates;
import dev.jbuild.registry.fixture.DockerRegistry;
import dev.jbuild.registry.fixture.Settings;
import dev.jbuild.registry.fixture.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against Debian's docker-registry with TLS and a user, over HTTP/2.
class SecuredDockerRegistryIT extends RegistryClientContract {
  private static DockerRegistry registry;
  private static TrustSettings trust;
  private static TransportSettings settings;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException, InterruptedException {
    Path store = Certificates.make(directory, "server", "ip:127.0.0.1,dns:localhost");
    registry =
        DockerRegistry.start(
            directory,
            List.of(
                "auth:",
                "  htpasswd:",
                "    realm: test",
                "    path: " + Users.htpasswd(directory),
                "http:",
                "  tls:",
                "    certificate: " + Certificates.pem(store),
                "    key: " + Certificates.pemKey(store)));
    trust = new TrustSettings(List.of(), List.of(Certificates.pem(store)), List.of());
    settings = Settings.quick(trust).build();
    client = HttpRegistryClient.open(settings, any -> Optional.of(Users.ALICE));
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
        Settings.quick(trust).uploadChunk(size).build(), any -> Optional.of(Users.ALICE));
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
  void aLoginTellsRightFromWrong() throws RegistryException {
    try (RegistryClient anonymous = HttpRegistryClient.open(settings, CredentialSource.ANONYMOUS)) {
      assertEquals(Users.ALICE, anonymous.login(domain(), Users.ALICE));
      RegistryException e =
          assertThrows(
              RegistryException.class,
              () -> anonymous.login(domain(), Credentials.password("alice", "wrong")));
      assertEquals(Reason.UNAUTHORIZED, e.reason());
      assertEquals(
          Reason.UNAUTHORIZED,
          assertThrows(RegistryException.class, () -> anonymous.ping(domain())).reason());
    }
  }
}
