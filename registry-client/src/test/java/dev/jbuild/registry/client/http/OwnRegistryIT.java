package dev.jbuild.registry.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.RegistryClientContract;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.fixture.Settings;
import dev.jbuild.registry.fixture.Users;
import dev.jbuild.registry.server.Registry;
import dev.jbuild.registry.server.RegistryConfig;
import dev.jbuild.registry.server.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against jbuild's own registry with a certificate of its own making and a user.
class OwnRegistryIT extends RegistryClientContract {
  private static Registry registry;
  private static RegistryClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    registry =
        new Registry(
                RegistryConfig.builder(directory.resolve("storage"))
                    .listen("127.0.0.1", 0)
                    .tls(new Tls.Own())
                    .htpasswd(Users.htpasswd(directory))
                    .build())
            .start();
    Path authority = registry.certificateAuthority().orElseThrow();
    client =
        HttpRegistryClient.open(
            Settings.quick(new TrustSettings(List.of(), List.of(authority), List.of())).build(),
            any -> Optional.of(Users.ALICE));
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    registry.stop();
  }

  @Override
  protected RegistryClient client() {
    return client;
  }

  @Override
  protected String domain() {
    return registry.address().getAuthority();
  }

  @Test
  void isNotTrustedWithoutItsAuthority(@TempDir Path empty) {
    try (RegistryClient stranger =
        HttpRegistryClient.open(Settings.quick(empty).build(), CredentialSource.ANONYMOUS)) {
      assertEquals(
          Reason.UNTRUSTED,
          assertThrows(RegistryException.class, () -> stranger.ping(domain())).reason());
    }
  }
}
