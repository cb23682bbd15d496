package dev.jbuild.cli.wiring;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.ProxySettings;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.TrustSettings;
import dev.jbuild.registry.client.config.CredentialHelpers;
import dev.jbuild.registry.client.config.DockerConfig;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.client.route.RoutedRegistryClient;
import java.io.File;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How an invocation reaches registries: credentials of docker's configuration, certificates of the
/// system and of `certs.d` directories, proxies of the environment, mirrors of [RegistryRules].
public final class Registries {
  private Registries() {}

  /// A client with the credentials that the user has logged in with.
  ///
  /// @param insecure registries whose certificates are not checked and that may be plain HTTP,
  ///   beside those in `JBUILD_INSECURE_REGISTRIES`
  public static RegistryClient client(Invocation invocation, List<String> insecure) {
    return client(invocation, insecure, 0);
  }

  /// The same.
  ///
  /// @param uploadChunk the most bytes of a blob sent in one request, 0 for whole blobs
  /// @throws UncheckedIOException when a configuration of registries cannot be read
  public static RegistryClient client(
      Invocation invocation, List<String> insecure, long uploadChunk) {
    RegistryRules rules = RegistryRules.read(invocation);
    List<String> unchecked = new ArrayList<>(insecure);
    unchecked.addAll(rules.insecure());
    TransportSettings settings = settings(invocation, unchecked).uploadChunk(uploadChunk).build();
    return RoutedRegistryClient.of(
        HttpRegistryClient.open(settings, credentials(invocation)), rules.routes());
  }

  /// Docker's configuration file of the user, `DOCKER_CONFIG` obeyed.
  public static DockerConfig credentials(Invocation invocation) {
    Path directory =
        invocation
            .variable("DOCKER_CONFIG")
            .map(invocation::resolve)
            .orElseGet(() -> invocation.user().home().resolve(".docker"));
    List<Path> searchPath = new ArrayList<>();
    for (String entry : invocation.variable("PATH").orElse("").split(File.pathSeparator)) {
      if (entry.startsWith("/")) {
        searchPath.add(Path.of(entry));
      }
    }
    return DockerConfig.open(
        directory.resolve("config.json"),
        new CredentialHelpers(searchPath, invocation.environment()));
  }

  /// The registry that a user means, as in a reference: without scheme and path, `docker.io` for
  /// Docker Hub under any of its names.
  public static String domain(String server) {
    String host = server.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return switch (host) {
      case "", "index.docker.io", "registry-1.docker.io", "hub.docker.com" ->
          Reference.DEFAULT_DOMAIN;
      default -> host;
    };
  }

  private static TransportSettings.Builder settings(Invocation invocation, List<String> insecure) {
    List<String> unchecked = new ArrayList<>(insecure);
    for (String host : invocation.variable("JBUILD_INSECURE_REGISTRIES").orElse("").split(",")) {
      if (!host.isBlank()) {
        unchecked.add(host.strip());
      }
    }
    return timed(
        invocation,
        TransportSettings.builder(
                "jbuild/" + Version.text(),
                trust(invocation),
                invocation.clock(),
                new SecureRandom())
            .proxies(
                new ProxySettings(
                    proxy(invocation, "HTTP_PROXY"),
                    proxy(invocation, "HTTPS_PROXY"),
                    proxy(invocation, "NO_PROXY")))
            .insecureRegistries(unchecked));
  }

  private static TransportSettings.Builder timed(
      Invocation invocation, TransportSettings.Builder settings) {
    Optional<String> seconds = invocation.variable("JBUILD_REGISTRY_TIMEOUT");
    if (seconds.isEmpty()) {
      return settings;
    }
    try {
      return settings.idleTimeout(Duration.ofSeconds(Integer.parseInt(seconds.get())));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "JBUILD_REGISTRY_TIMEOUT is '" + seconds.get() + "', expected a number of seconds", e);
    }
  }

  /// The directory of the user's configurations, `~/.config`.
  static Path configuration(Invocation invocation) {
    return invocation
        .variable("XDG_CONFIG_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> invocation.user().home().resolve(".config"));
  }

  private static TrustSettings trust(Invocation invocation) {
    TrustSettings trust = TrustSettings.system(configuration(invocation).resolve("jbuild"));
    Optional<String> authority = invocation.variable("SSL_CERT_FILE");
    return authority.isPresent() ? trust.withAuthority(invocation.resolve(authority.get())) : trust;
  }

  /// Both spellings are in use; curl prefers the one in small letters.
  private static String proxy(Invocation invocation, String name) {
    return invocation
        .variable(name.toLowerCase(Locale.ROOT))
        .or(() -> invocation.variable(name))
        .orElse("");
  }
}
