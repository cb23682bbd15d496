package dev.jbuild.registry.client.config;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What docker's `daemon.json` says of registries: `registry-mirrors` of Docker Hub, and
/// `insecure-registries`.
///
/// @param mirrors routes for Docker Hub, at most one
/// @param insecure hosts, hosts with port, and CIDR blocks
public record DaemonConfig(List<RegistryRoute> mirrors, List<String> insecure) {
  private static final int MAX_SIZE = 4 << 20;

  public DaemonConfig {
    mirrors = List.copyOf(mirrors);
    insecure = List.copyOf(insecure);
  }

  /// Reads a file, which need not exist.
  public static DaemonConfig read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_SIZE);
      if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
        return new DaemonConfig(List.of(), List.of());
      }
      JsonObject json = Json.parseObject(bytes);
      List<Mirror> mirrors = new ArrayList<>();
      for (String url : json.strings("registry-mirrors")) {
        mirrors.add(mirror(url));
      }
      String hub = Reference.DEFAULT_DOMAIN;
      return new DaemonConfig(
          mirrors.isEmpty()
              ? List.of()
              : List.of(new RegistryRoute(hub, hub, false, false, mirrors)),
          json.strings("insecure-registries"));
    } catch (NoSuchFileException _) {
      return new DaemonConfig(List.of(), List.of());
    } catch (JsonException e) {
      throw new IOException("cannot read '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Mirror mirror(String url) {
    String location = url.replaceFirst("^https?://", "").replaceFirst("/+$", "");
    return new Mirror(location, url.startsWith("http://"), Use.ALL);
  }
}
