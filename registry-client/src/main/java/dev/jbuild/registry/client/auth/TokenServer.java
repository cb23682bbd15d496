package dev.jbuild.registry.client.auth;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.transport.Failures;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Traffic;
import dev.jbuild.registry.client.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// Fetches bearer tokens from the server that a registry's challenge names.
///
/// Follows Docker's token authentication: GET with basic authorization for passwords, or without
/// for anonymous access; POST of an OAuth2 refresh for identity tokens. The server's URL must be
/// HTTPS unless the registry itself is spoken to in plain HTTP or the host may be plain. Its
/// redirects are not followed, since credentials would be repeated. A failure is not tried again
/// here: whoever repeats the request that wants the token asks for one again.
final class TokenServer {
  private static final String CLIENT_ID = "jbuild";
  private static final int MAX_ANSWER = 1 << 20;
  private static final long SHORTEST_LIFE = 60;

  /// A token is replaced this much before its end, for clocks that differ and requests that wait.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Transport transport;

  TokenServer(Transport transport) {
    this.transport = transport;
  }

  /// Asks for a token.
  ///
  /// @param offline whether to ask for a refresh token to be kept in place of the password
  Token fetch(
      Task task, Challenge challenge, Scope scope, Optional<Credentials> who, boolean offline)
      throws RegistryException {
    HttpUrl realm = realm(task, challenge);
    Request request =
        who.isPresent() && who.get().identityToken()
            ? refresh(realm, challenge, scope, who.get())
            : get(realm, challenge, scope, who, offline);
    return send(task, request, who);
  }

  private HttpUrl realm(Task task, Challenge challenge) throws RegistryException {
    String text = challenge.parameter("realm").orElse("");
    HttpUrl realm = HttpUrl.parse(text);
    if (realm == null || !realm.username().isEmpty() || !realm.password().isEmpty()) {
      throw refused(task, "names no usable token server ('" + Redaction.text(text) + "')");
    }
    boolean plainAllowed = !task.endpoint().base().isHttps() || transport.mayBePlain(realm);
    if (!realm.isHttps() && !plainAllowed) {
      throw refused(task, "names a token server without TLS ('" + Redaction.of(realm) + "')");
    }
    return realm;
  }

  private static RegistryException refused(Task task, String found) {
    HttpUrl base = task.endpoint().base();
    String message = "registry '" + task.endpoint().domain() + "' " + found;
    return Failures.malformed(task, "GET", base, message);
  }

  private static Request get(
      HttpUrl realm, Challenge challenge, Scope scope, Optional<Credentials> who, boolean offline) {
    HttpUrl.Builder url = realm.newBuilder();
    challenge.parameter("service").ifPresent(s -> url.addQueryParameter("service", s));
    scopes(challenge, scope).forEach(s -> url.addQueryParameter("scope", s));
    url.addQueryParameter("client_id", CLIENT_ID);
    if (offline) {
      url.addQueryParameter("offline_token", "true");
    }
    who.ifPresent(c -> url.addQueryParameter("account", c.username()));
    Request.Builder request = new Request.Builder().url(url.build());
    who.ifPresent(c -> request.header("Authorization", Basic.header(c)));
    return request.build();
  }

  private static Request refresh(HttpUrl realm, Challenge challenge, Scope scope, Credentials who) {
    FormBody.Builder form =
        new FormBody.Builder(StandardCharsets.UTF_8)
            .add("grant_type", "refresh_token")
            .add("service", challenge.parameter("service").orElse(""))
            .add("client_id", CLIENT_ID)
            .add("scope", String.join(" ", scopes(challenge, scope)))
            .add("refresh_token", who.secret());
    return new Request.Builder().url(realm).post(form.build()).build();
  }

  /// What is asked for is our own idea of the scope; the challenge's only where we have none.
  private static List<String> scopes(Challenge challenge, Scope scope) {
    return scope.parts().isEmpty()
        ? challenge.parameter("scope").stream().toList()
        : scope.values();
  }

  private Token send(Task task, Request request, Optional<Credentials> who)
      throws RegistryException {
    Instant asked = transport.settings().clock().instant();
    try (Response response = transport.send(task, request, Traffic.MESSAGE)) {
      if (response.code() == 401 || response.code() == 403) {
        throw rejected(task, response, who);
      }
      if (!response.isSuccessful()) {
        throw transport.answers().failure(task, response);
      }
      byte[] body = transport.answers().body(task, response, MAX_ANSWER);
      return read(task, request.url(), body, asked);
    } catch (IOException e) {
      throw transport.failure(task, request, e);
    }
  }

  private RegistryException rejected(Task task, Response response, Optional<Credentials> who) {
    RegistryException answer = transport.answers().failure(task, response);
    String domain = task.endpoint().domain();
    String found =
        who.map(c ->
                "registry '%s' does not accept the %s; log in again with 'jbuild login %s'"
                    .formatted(domain, c, domain))
            .orElse(
                "registry '%s' gives no anonymous access; log in with 'jbuild login %s'"
                    .formatted(domain, domain));
    return new RegistryException(
        Reason.UNAUTHORIZED,
        "cannot " + task.what() + ": " + found,
        answer.method(),
        answer.url(),
        response.code(),
        answer.errors(),
        null,
        null);
  }

  private static Token read(Task task, HttpUrl url, byte[] body, Instant asked)
      throws RegistryException {
    try {
      JsonObject json = Json.parseObject(body);
      String value =
          json.string("token").filter(t -> !t.isEmpty()).orElse(json.text("access_token"));
      if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw Failures.malformed(
            task, "GET", url, "the token server '" + url.host() + "' gave no usable token");
      }
      long life = Math.max(SHORTEST_LIFE, json.integer("expires_in").orElse(SHORTEST_LIFE));
      Instant expires = asked.plusSeconds(Math.min(life, 86_400)).minus(MARGIN);
      return new Token(
          value, expires, json.string("refresh_token").filter(t -> !t.isEmpty()).orElse(null));
    } catch (JsonException e) {
      throw Failures.malformed(
          task,
          "GET",
          url,
          "the token server '%s' gave no token (%s)"
              .formatted(url.host(), Redaction.text(String.valueOf(e.getMessage()))));
    }
  }
}
