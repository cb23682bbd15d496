package dev.jbuild.registry.client.config;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Credentials in docker's `config.json`, shared with docker and podman: `auths` in the file
/// itself, `credHelpers` for single registries, `credsStore` for all others.
///
/// The file is read at each call. Writing replaces it in one step with mode 0600 and keeps all
/// members that are not jbuild's business; as with docker, the last of two simultaneous writers
/// wins. A file that is not there is an empty one.
public final class DockerConfig implements CredentialSource {
  /// Under this name docker keeps the credentials of Docker Hub.
  private static final String HUB_KEY = "https://index.docker.io/v1/";

  private final ConfigFile file;
  private final CredentialHelpers helpers;

  private DockerConfig(ConfigFile file, CredentialHelpers helpers) {
    this.file = file;
    this.helpers = helpers;
  }

  /// The configuration in a file, which need not exist yet.
  ///
  /// @param file usually `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`
  public static DockerConfig open(Path file, CredentialHelpers helpers) {
    return new DockerConfig(new ConfigFile(file), helpers);
  }

  @Override
  public Optional<Credentials> find(String domain) throws IOException {
    try {
      return read(domain);
    } catch (JsonException e) {
      throw file.unreadable(e);
    }
  }

  private Optional<Credentials> read(String domain) throws IOException {
    JsonObject config = file.read();
    Optional<String> helper = helper(config, domain);
    if (helper.isPresent()) {
      Optional<Credentials> kept = helpers.get(helper.get(), key(domain));
      if (kept.isPresent()) {
        return kept;
      }
    }
    return AuthEntries.find(config, domain, key(domain), file.path());
  }

  /// Keeps credentials for a registry, in place of those it had.
  ///
  /// @return where they are now
  public Stored store(String domain, Credentials credentials) throws IOException {
    try {
      return write(domain, credentials);
    } catch (JsonException e) {
      throw file.unreadable(e);
    }
  }

  private Stored write(String domain, Credentials credentials) throws IOException {
    JsonObject config = file.read();
    Optional<String> helper = helper(config, domain);
    if (helper.isPresent()) {
      helpers.store(helper.get(), key(domain), credentials);
      file.write(AuthEntries.withEmpty(config, key(domain)));
      return new Stored(file.path(), helper);
    }
    file.write(AuthEntries.with(config, key(domain), credentials));
    return new Stored(file.path(), Optional.empty());
  }

  /// Forgets the credentials of a registry.
  ///
  /// @return whether there were any
  public boolean erase(String domain) throws IOException {
    try {
      return remove(domain);
    } catch (JsonException e) {
      throw file.unreadable(e);
    }
  }

  private boolean remove(String domain) throws IOException {
    JsonObject config = file.read();
    Optional<String> helper = helper(config, domain);
    boolean erased = helper.isPresent() && helpers.erase(helper.get(), key(domain));
    Optional<JsonObject> without = AuthEntries.without(config, domain, key(domain));
    if (without.isPresent()) {
      file.write(without.get());
      return true;
    }
    return erased;
  }

  /// Where credentials were put.
  ///
  /// @param file docker's configuration file
  /// @param helper the name of the credential helper that has the secret; without one it stands in
  ///   the file, merely encoded
  public record Stored(Path file, Optional<String> helper) {}

  private static Optional<String> helper(JsonObject config, String domain) throws IOException {
    Optional<JsonObject> helpers = config.object("credHelpers");
    if (helpers.isPresent()) {
      for (String name : new String[] {key(domain), domain}) {
        Optional<String> helper = helpers.get().string(name);
        if (helper.isPresent()) {
          return helper;
        }
      }
    }
    return config.string("credsStore").filter(s -> !s.isEmpty());
  }

  private static String key(String domain) {
    return domain.equals(Reference.DEFAULT_DOMAIN) ? HUB_KEY : domain;
  }
}
