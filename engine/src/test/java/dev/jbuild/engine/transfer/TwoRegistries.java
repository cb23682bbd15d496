package dev.jbuild.engine.transfer;

import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.fixture.DockerRegistry;
import dev.jbuild.registry.fixture.Settings;
import dev.jbuild.registry.server.Registry;
import dev.jbuild.registry.server.RegistryConfig;
import dev.jbuild.registry.server.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Debian's docker-registry and jbuild's own, both in plain HTTP on loopback, and a client of them.
public final class TwoRegistries implements AutoCloseable {
  private final DockerRegistry docker;
  private final Registry own;
  private final RegistryClient client;

  private TwoRegistries(DockerRegistry docker, Registry own) {
    this.docker = docker;
    this.own = own;
    this.client = HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS);
  }

  /// Starts both below a directory; skips the test where docker-registry is not installed.
  public static TwoRegistries start(Path directory) throws IOException, InterruptedException {
    DockerRegistry docker =
        DockerRegistry.start(Files.createDirectories(directory.resolve("docker")));
    Registry own =
        new Registry(
                RegistryConfig.builder(directory.resolve("own"))
                    .listen("127.0.0.1", 0)
                    .tls(new Tls.None())
                    .build())
            .start();
    return new TwoRegistries(docker, own);
  }

  public RegistryClient client() {
    return client;
  }

  /// A name in docker-registry.
  public Reference docker(String name) {
    return Reference.parse(docker.domain() + "/" + name);
  }

  /// A name in jbuild's registry.
  public Reference own(String name) {
    return Reference.parse(own.address().getAuthority() + "/" + name);
  }

  /// A name in one of them, `docker` or `own`.
  public Reference in(String registry, String name) {
    return registry.equals("docker") ? docker(name) : own(name);
  }

  @Override
  public void close() throws IOException {
    client.close();
    docker.close();
    own.stop();
  }
}
