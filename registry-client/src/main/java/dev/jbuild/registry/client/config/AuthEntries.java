package dev.jbuild.registry.client.config;

import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The member `auths` of `config.json`: one entry by registry, with `auth` (base64 of
/// `user:password`), `identitytoken` or `registrytoken`. Older clients wrote URLs as names of
/// entries, so an entry matches by its host as well.
final class AuthEntries {
  private static final String AUTHS = "auths";
  private static final List<String> SECRETS =
      List.of("auth", "identitytoken", "registrytoken", "username", "password");

  private AuthEntries() {}

  static Optional<Credentials> find(JsonObject config, String domain, String key, Path file)
      throws IOException {
    Optional<JsonObject> auths = config.object(AUTHS);
    if (auths.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> exact = auths.get().object(key);
    if (exact.isPresent()) {
      Optional<Credentials> found = read(exact.get(), key, file);
      if (found.isPresent()) {
        return found;
      }
    }
    for (String name : auths.get().members().keySet()) {
      if (host(name).equals(domain)) {
        Optional<JsonObject> entry = auths.get().object(name);
        Optional<Credentials> found =
            entry.isPresent() ? read(entry.get(), name, file) : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Credentials> read(JsonObject entry, String name, Path file)
      throws IOException {
    String registryToken = entry.text("registrytoken").strip();
    if (!registryToken.isEmpty()) {
      try {
        return Optional.of(Credentials.registryToken(registryToken));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "cannot read the credentials of '%s' in '%s': %s".formatted(name, file, e.getMessage()),
            e);
      }
    }
    String user = entry.text("username");
    String password = entry.text("password");
    String auth = entry.text("auth");
    if (!auth.isEmpty()) {
      String decoded = decode(auth, name, file);
      int colon = decoded.indexOf(':');
      if (colon < 0) {
        throw malformed(name, file);
      }
      user = decoded.substring(0, colon);
      password = decoded.substring(colon + 1);
    }
    String token = entry.text("identitytoken");
    if (!token.isEmpty()) {
      return Optional.of(Credentials.identityToken(user, token));
    }
    if (user.isEmpty() || password.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Credentials.password(user, password));
  }

  private static String decode(String auth, String name, Path file) throws IOException {
    try {
      String text = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
      // Old docker versions padded the password with NUL bytes.
      return text.replaceAll("\0+$", "");
    } catch (IllegalArgumentException _) {
      throw malformed(name, file);
    }
  }

  private static IOException malformed(String name, Path file) {
    return new IOException(
        "cannot read the credentials of '%s' in '%s': 'auth' is not base64 of user:password; log in"
                .formatted(name, file)
            + " again");
  }

  /// The configuration with the credentials as an entry.
  static JsonObject with(JsonObject config, String key, Credentials credentials)
      throws IOException {
    Map<String, @Nullable Object> entry = entryOf(config, key);
    String password = credentials.identityToken() ? "" : credentials.secret();
    String pair = credentials.username() + ":" + password;
    entry.put("auth", Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    if (credentials.identityToken()) {
      entry.put("identitytoken", credentials.secret());
    }
    return withEntry(config, key, entry);
  }

  /// The configuration with an entry that only marks the registry as known to a helper.
  static JsonObject withEmpty(JsonObject config, String key) throws IOException {
    return withEntry(config, key, entryOf(config, key));
  }

  /// The configuration without any entry for the registry; empty when it has none.
  static Optional<JsonObject> without(JsonObject config, String domain, String key)
      throws IOException {
    Optional<JsonObject> auths = config.object(AUTHS);
    if (auths.isEmpty()) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(auths.get().members());
    boolean changed = kept.keySet().removeIf(n -> n.equals(key) || host(n).equals(domain));
    return changed ? Optional.of(withAuths(config, kept)) : Optional.empty();
  }

  /// What an entry has besides credentials, to be kept.
  private static Map<String, @Nullable Object> entryOf(JsonObject config, String key)
      throws IOException {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    Optional<JsonObject> auths = config.object(AUTHS);
    if (auths.isPresent()) {
      auths.get().object(key).ifPresent(old -> entry.putAll(old.members()));
    }
    for (String secret : SECRETS) {
      entry.remove(secret);
    }
    return entry;
  }

  private static JsonObject withEntry(
      JsonObject config, String key, Map<String, @Nullable Object> entry) throws IOException {
    Map<String, @Nullable Object> auths = new LinkedHashMap<>();
    config.object(AUTHS).ifPresent(old -> auths.putAll(old.members()));
    auths.put(key, new JsonObject(entry));
    return withAuths(config, auths);
  }

  private static JsonObject withAuths(JsonObject config, Map<String, @Nullable Object> auths) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(config.members());
    members.put(AUTHS, new JsonObject(auths));
    return new JsonObject(members);
  }

  /// The registry that the name of an entry stands for, as in references.
  private static String host(String name) {
    String host = name.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? Reference.DEFAULT_DOMAIN
        : host;
  }
}
