package dev.jbuild.registry.client.config;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Speaks with the programs that keep credentials outside `config.json`: `docker-credential-NAME`
/// with verb `get`, `store` or `erase`, the server on standard input, JSON on standard output.
///
/// Follows the protocol of docker-credential-helpers. Programs are looked up in the given
/// directories only and run with the given environment.
public final class CredentialHelpers {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final String TOKEN_USER = "<token>";
  private static final String NOT_FOUND = "credentials not found";

  private final List<Path> searchPath;
  private final Map<String, String> environment;

  /// Helpers in the directories of a search path.
  ///
  /// @param searchPath the directories of `PATH`, in order
  /// @param environment the environment that the programs get
  public CredentialHelpers(List<Path> searchPath, Map<String, String> environment) {
    this.searchPath = List.copyOf(searchPath);
    this.environment = Map.copyOf(environment);
  }

  /// The credentials that a helper has for a server, none when it has none.
  Optional<Credentials> get(String helper, String server) throws IOException {
    HelperProcess.Output output = run(helper, "get", server);
    if (!output.succeeded()) {
      if (output.text().contains(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failed(helper, "get", server, output);
    }
    String user;
    String secret;
    try {
      JsonObject answer = Json.parseObject(output.text().getBytes(StandardCharsets.UTF_8));
      user = answer.text("Username");
      secret = answer.text("Secret");
    } catch (JsonException e) {
      throw new IOException(
          "credential helper 'docker-credential-%s' gave for '%s' something that is not its protocol"
              .formatted(helper, server),
          e);
    }
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        user.equals(TOKEN_USER)
            ? Credentials.identityToken(user, secret)
            : Credentials.password(user, secret));
  }

  /// Gives credentials for a server to a helper to keep.
  void store(String helper, String server, Credentials credentials) throws IOException {
    JsonObject request =
        JsonObject.builder()
            .put("ServerURL", server)
            .put("Username", credentials.identityToken() ? TOKEN_USER : credentials.username())
            .put("Secret", credentials.secret())
            .build();
    HelperProcess.Output output = run(helper, "store", request.toString());
    if (!output.succeeded()) {
      throw failed(helper, "store", server, output);
    }
  }

  /// Makes a helper forget a server.
  ///
  /// @return whether it knew the server
  boolean erase(String helper, String server) throws IOException {
    HelperProcess.Output output = run(helper, "erase", server);
    if (!output.succeeded() && !output.text().contains(NOT_FOUND)) {
      throw failed(helper, "erase", server, output);
    }
    return output.succeeded();
  }

  private HelperProcess.Output run(String helper, String verb, String input) throws IOException {
    return HelperProcess.run(List.of(locate(helper).toString(), verb), input, environment);
  }

  private Path locate(String helper) throws IOException {
    if (!NAME.matcher(helper).matches()) {
      throw new IOException("credential helper name '" + helper + "' is malformed");
    }
    String program = "docker-credential-" + helper;
    for (Path directory : searchPath) {
      Path candidate = directory.resolve(program);
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return candidate.toAbsolutePath();
      }
    }
    throw new IOException(
        "credential helper '"
            + program
            + "' is not in PATH; install it, or remove it from docker's config.json");
  }

  private static IOException failed(
      String helper, String verb, String server, HelperProcess.Output output) {
    String said = output.text().lines().findFirst().orElse("no message").strip();
    return new IOException(
        "credential helper 'docker-credential-%s' failed to %s the credentials of '%s': %s"
            .formatted(helper, verb, server, said));
  }
}
