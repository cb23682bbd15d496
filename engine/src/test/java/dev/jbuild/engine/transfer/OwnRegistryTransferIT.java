package dev.jbuild.engine.transfer;

import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.TransportSettings;
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
import org.junit.jupiter.api.io.TempDir;

/// The contract against jbuild's own registry with TLS and a user.
class OwnRegistryTransferIT extends TransferContract {
  private static Registry registry;

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
  }

  @AfterAll
  static void stop() throws IOException {
    registry.stop();
  }

  @Override
  String domain() {
    return registry.address().getAuthority();
  }

  @Override
  TransportSettings settings() {
    Path authority = registry.certificateAuthority().orElseThrow();
    return Settings.quick(new TrustSettings(List.of(), List.of(authority), List.of())).build();
  }

  @Override
  CredentialSource credentials() {
    return any -> Optional.of(Users.ALICE);
  }
}
