package dev.jbuild.registry.client.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.route.RouteProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whatever stands in the files that docker, podman and jbuild share, reading it gives settings or
/// an error that names the file; with the settings, names are found or refused.
class ConfigurationFuzzTest {
  private static final List<String> NAMES =
      List.of("busybox", "a.b/c", "localhost:5000/x/y", "*.b/c");

  private interface Reading {
    void of(Path file) throws IOException;
  }

  private static void reads(byte[] bytes, Reading reading) throws IOException {
    Path file = Files.createTempFile("fuzz", ".conf");
    try {
      Files.write(file, bytes);
      try {
        reading.of(file);
      } catch (IOException refused) {
        String message = String.valueOf(refused.getMessage());
        if (!message.contains(file.toString()) && !message.startsWith("credential helper ")) {
          throw new AssertionError("it does not name the file", refused);
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void route(List<RegistryRoute> routes) {
    for (String name : NAMES) {
      Reference reference;
      try {
        reference = Reference.parse(name);
      } catch (IllegalArgumentException _) {
        continue;
      }
      try {
        RouteProbe.route(routes, reference);
      } catch (RegistryException refused) {
        // the only exception that may come out
      }
    }
  }

  @FuzzTest(maxDuration = "25s")
  void registriesConf(byte[] bytes) throws IOException {
    reads(bytes, file -> route(RegistriesConf.read(file, List.of())));
  }

  @FuzzTest(maxDuration = "25s")
  void daemonJson(byte[] bytes) throws IOException {
    reads(bytes, file -> route(DaemonConfig.read(file).mirrors()));
  }

  @FuzzTest(maxDuration = "25s")
  void configJson(byte[] bytes) throws IOException {
    reads(
        bytes,
        file -> {
          // no helper is run: there is none in these directories, which are none
          CredentialHelpers helpers = new CredentialHelpers(List.of(), java.util.Map.of());
          DockerConfig config = DockerConfig.open(file, helpers);
          for (String domain : List.of("docker.io", "a.b", "localhost:5000")) {
            config.find(domain);
          }
          config.store("a.b", Credentials.password("ann", "secret"));
          if (config.find("a.b").isEmpty() || !config.erase("a.b")) {
            throw new AssertionError("what was stored is not there");
          }
        });
  }
}
