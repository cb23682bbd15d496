package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.config.DaemonConfig;
import dev.jbuild.registry.client.config.RegistriesConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mirrors, other locations and insecure registries, as this machine's other tools know them:
/// podman's `registries.conf` and docker's `daemon.json`, of which the first wins.
///
/// @param insecure hosts and address blocks whose certificates are not checked
record RegistryRules(List<RegistryRoute> routes, List<String> insecure) {
  private static final Path DOCKER = Path.of("/etc/docker/daemon.json");
  private static final Path CONTAINERS = Path.of("/etc/containers");
  private static final String FILE = "registries.conf";

  RegistryRules {
    routes = List.copyOf(routes);
    insecure = List.copyOf(insecure);
  }

  /// Reads the files. A file named by `JBUILD_REGISTRIES_CONF` or `CONTAINERS_REGISTRIES_CONF`
  /// stands for all of them.
  ///
  /// @throws UncheckedIOException naming the file that cannot be read
  static RegistryRules read(Invocation invocation) {
    try {
      Optional<String> only =
          invocation
              .variable("JBUILD_REGISTRIES_CONF")
              .or(() -> invocation.variable("CONTAINERS_REGISTRIES_CONF"));
      if (only.isPresent()) {
        return of(
            RegistriesConf.read(invocation.resolve(only.get()), List.of()),
            new DaemonConfig(List.of(), List.of()));
      }
      Path user = Registries.configuration(invocation).resolve("containers");
      Path file = user.resolve(FILE);
      return of(
          RegistriesConf.read(
              Files.exists(file) ? file : CONTAINERS.resolve(FILE),
              List.of(CONTAINERS.resolve(FILE + ".d"), user.resolve(FILE + ".d"))),
          DaemonConfig.read(DOCKER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RegistryRules of(List<RegistryRoute> containers, DaemonConfig docker) {
    Map<String, RegistryRoute> routes = new LinkedHashMap<>();
    docker.mirrors().forEach(route -> routes.put(route.prefix(), route));
    containers.forEach(route -> routes.put(route.prefix(), route));
    List<String> insecure = new ArrayList<>(docker.insecure());
    routes.values().forEach(route -> insecure.addAll(route.insecureHosts()));
    return new RegistryRules(List.copyOf(routes.values()), insecure);
  }
}
