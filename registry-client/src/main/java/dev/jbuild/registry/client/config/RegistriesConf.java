package dev.jbuild.registry.client.config;

import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The mirrors, locations, insecure and blocked registries in `registries.conf`, which podman,
/// buildah and skopeo share.
///
/// Follows containers-registries.conf(5), version 2. Read are the tables `[[registry]]` and
/// `[[registry.mirror]]`. Of what else may be there, aliases and search registries do not concern
/// jbuild, whose short names are docker's. Prefixes with a tag or digest are not supported.
public final class RegistriesConf {
  private static final long MAX_SIZE = 4 << 20;

  private RegistriesConf() {}

  /// The routes of a file and of further ones in directories, whose entries replace those of equal
  /// prefix read before.
  ///
  /// @param file need not exist
  /// @param directories whose files `*.conf` are read in the order of their names
  public static List<RegistryRoute> read(Path file, List<Path> directories) throws IOException {
    Map<String, RegistryRoute> routes = new LinkedHashMap<>();
    List<Path> files = new ArrayList<>(List.of(file));
    for (Path directory : directories) {
      files.addAll(configurations(directory));
    }
    for (Path each : files) {
      for (RegistryRoute route : read(each)) {
        routes.put(route.prefix(), route);
      }
    }
    return List.copyOf(routes.values());
  }

  private static List<Path> configurations(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.conf")) {
      entries.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    }
    files.sort(null);
    return files;
  }

  private static List<RegistryRoute> read(Path file) throws IOException {
    List<RegistryRoute> routes = new ArrayList<>();
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new IOException("it is larger than " + MAX_SIZE + " bytes");
      }
      Map<String, Object> document = Toml.parse(Files.readString(file, StandardCharsets.UTF_8));
      for (Object table : list(document, "registry")) {
        routes.add(route(table(table, "registry")));
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new IOException("cannot read '%s': %s".formatted(file, e.getMessage()), e);
    }
    return routes;
  }

  private static RegistryRoute route(Map<?, ?> table) throws IOException {
    String location = location(text(table, "location"));
    String prefix = text(table, "prefix").isEmpty() ? location : location(text(table, "prefix"));
    if (prefix.isEmpty()) {
      throw new IOException("a [[registry]] has neither a location nor a prefix");
    }
    boolean wild = prefix.startsWith("*.");
    if (location.isEmpty() && !wild) {
      location = prefix;
    }
    Use use = flag(table, "mirror-by-digest-only") ? Use.DIGEST_ONLY : Use.ALL;
    List<Mirror> mirrors = new ArrayList<>();
    for (Object each : list(table, "mirror")) {
      Map<?, ?> mirror = table(each, "registry.mirror");
      String place = location(text(mirror, "location"));
      if (place.isEmpty()) {
        throw new IOException("a mirror of '" + prefix + "' has no location");
      }
      mirrors.add(new Mirror(place, flag(mirror, "insecure"), use(mirror, use)));
    }
    return new RegistryRoute(
        prefix, location, flag(table, "insecure"), flag(table, "blocked"), mirrors);
  }

  private static Use use(Map<?, ?> mirror, Use general) throws IOException {
    String text = text(mirror, "pull-from-mirror");
    return switch (text) {
      case "" -> general;
      case "all" -> Use.ALL;
      case "digest-only" -> Use.DIGEST_ONLY;
      case "tag-only" -> Use.TAG_ONLY;
      default ->
          throw new IOException(
              "pull-from-mirror is '" + text + "', expected all, digest-only or tag-only");
    };
  }

  private static String location(String text) throws IOException {
    if (text.contains("://")) {
      throw new IOException("'" + text + "' must be HOST[:PORT][/PATH], without a scheme");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static String text(Map<?, ?> table, String name) throws IOException {
    return switch (table.get(name)) {
      case null -> "";
      case String text -> text;
      default -> throw new IOException("'" + name + "' is not a string");
    };
  }

  private static boolean flag(Map<?, ?> table, String name) throws IOException {
    return switch (table.get(name)) {
      case null -> false;
      case Boolean value -> value;
      default -> throw new IOException("'" + name + "' is neither true nor false");
    };
  }

  private static List<?> list(Map<?, ?> table, String name) throws IOException {
    return switch (table.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw new IOException("'" + name + "' must be written [[" + name + "]]");
    };
  }

  private static Map<?, ?> table(Object value, String name) throws IOException {
    if (value instanceof Map<?, ?> table) {
      return table;
    }
    throw new IOException("'" + name + "' must be written [[" + name + "]]");
  }
}
