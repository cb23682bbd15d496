package dev.jbuild.registry.client.auth;

import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.Credentials;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Transport;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import okhttp3.Response;

/// Answers the challenges of registries and remembers the answers until they expire.
///
/// Safe for use by many threads: what is remembered is replaced as a whole, and two threads that
/// meet the same challenge at once each fetch a token.
public final class Authorizer {
  private final Transport transport;
  private final CredentialSource source;
  private final boolean offline;
  private final TokenServer tokens;
  private final ConcurrentMap<String, List<Grant>> grants = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Optional<Credentials>> credentials =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, String> refreshTokens = new ConcurrentHashMap<>();

  private record Grant(Predicate<Scope> covers, String header, Instant expires) {}

  /// An authorizer with the credentials of a source.
  ///
  /// @param offline whether to ask token servers for refresh tokens, as a login does
  public Authorizer(Transport transport, CredentialSource source, boolean offline) {
    this.transport = transport;
    this.source = source;
    this.offline = offline;
    this.tokens = new TokenServer(transport);
  }

  /// The value of `Authorization` that served for this scope before and has not expired.
  public Optional<String> known(String domain, Scope scope) {
    Instant now = transport.settings().clock().instant();
    return grants.getOrDefault(domain, List.of()).stream()
        .filter(g -> g.covers().test(scope) && g.expires().isAfter(now))
        .map(Grant::header)
        .findFirst();
  }

  /// The value of `Authorization` that answers a 401.
  ///
  /// @param denied the answer; its header fields are read, its body is left alone
  public String answer(Task task, Scope scope, Response denied) throws RegistryException {
    String domain = task.endpoint().domain();
    forget(domain, denied.request().header("Authorization"));
    List<Challenge> challenges = Challenge.parse(denied.headers("WWW-Authenticate"));
    Optional<Challenge> bearer = first(challenges, "bearer");
    if (bearer.isPresent()) {
      return bearer(task, scope, bearer.get());
    }
    if (first(challenges, "basic").isPresent()) {
      return basic(task, denied);
    }
    throw unauthorized(task, denied, "wants credentials but offers no way to give them");
  }

  /// What a 401 means that follows a fresh answer to a challenge.
  public RegistryException refused(Task task, Response denied) {
    boolean scope =
        Challenge.parse(denied.headers("WWW-Authenticate")).stream()
            .anyMatch(c -> c.parameter("error").orElse("").equals("insufficient_scope"));
    String domain = task.endpoint().domain();
    Optional<Credentials> who = credentials.getOrDefault(domain, Optional.empty());
    RegistryException answer = transport.answers().failure(task, denied);
    String found;
    if (who.isEmpty()) {
      found =
          "not there, or registry '%s' wants a login; check the name, or log in with 'jbuild login %s'"
              .formatted(domain, domain);
    } else if (scope || answer.reason() == Reason.DENIED) {
      found =
          "not there, or registry '%s' denies it to user '%s'"
              .formatted(domain, who.get().username());
    } else {
      found =
          "registry '%s' does not accept the %s; log in again with 'jbuild login %s'"
              .formatted(domain, who.get(), domain);
    }
    return failure(scope ? Reason.DENIED : Reason.UNAUTHORIZED, task, answer, found);
  }

  /// The refresh token that the token server of a registry gave last.
  public Optional<String> refreshToken(String domain) {
    return Optional.ofNullable(refreshTokens.get(domain));
  }

  private String bearer(Task task, Scope scope, Challenge challenge) throws RegistryException {
    String domain = task.endpoint().domain();
    Optional<Credentials> who = credentials(task);
    if (who.isPresent() && who.get().kind() == Credentials.Kind.REGISTRY_TOKEN) {
      String header = "Bearer " + who.get().secret();
      remember(domain, new Grant(any -> true, header, Instant.MAX));
      return header;
    }
    Token token = tokens.fetch(task, challenge, scope, who, offline);
    if (token.refreshToken() != null) {
      refreshTokens.put(domain, token.refreshToken());
    }
    String header = "Bearer " + token.value();
    remember(domain, new Grant(scope::covers, header, token.expires()));
    return header;
  }

  private String basic(Task task, Response denied) throws RegistryException {
    String domain = task.endpoint().domain();
    Optional<Credentials> who = credentials(task);
    if (who.isEmpty()) {
      throw unauthorized(task, denied, "wants a login; log in with 'jbuild login " + domain + "'");
    }
    if (who.get().kind() != Credentials.Kind.PASSWORD) {
      throw unauthorized(
          task,
          denied,
          "wants a password but only a token is stored; log in again with 'jbuild login "
              + domain
              + "'");
    }
    String header = Basic.header(who.get());
    remember(domain, new Grant(any -> true, header, Instant.MAX));
    return header;
  }

  private Optional<Credentials> credentials(Task task) throws RegistryException {
    String domain = task.endpoint().domain();
    Optional<Credentials> known = credentials.get(domain);
    if (known == null) {
      try {
        known = source.find(domain);
      } catch (IOException e) {
        throw RegistryException.local("cannot " + task.what() + ": " + e.getMessage(), e);
      }
      credentials.put(domain, known);
    }
    return known;
  }

  private void remember(String domain, Grant grant) {
    Instant now = transport.settings().clock().instant();
    List<Grant> list = grants.computeIfAbsent(domain, d -> new CopyOnWriteArrayList<>());
    list.removeIf(g -> !g.expires().isAfter(now));
    list.addFirst(grant);
  }

  private void forget(String domain, @org.jspecify.annotations.Nullable String header) {
    if (header != null) {
      grants
          .getOrDefault(domain, new CopyOnWriteArrayList<>())
          .removeIf(g -> g.header().equals(header));
    }
  }

  private static Optional<Challenge> first(List<Challenge> challenges, String scheme) {
    return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
  }

  private RegistryException unauthorized(Task task, Response denied, String found) {
    RegistryException answer = transport.answers().failure(task, denied);
    return failure(
        Reason.UNAUTHORIZED, task, answer, "registry '" + task.endpoint().domain() + "' " + found);
  }

  private static RegistryException failure(
      Reason reason, Task task, RegistryException answer, String found) {
    return new RegistryException(
        reason,
        "cannot " + task.what() + ": " + found,
        answer.method(),
        answer.url(),
        answer.status(),
        answer.errors(),
        null,
        null);
  }
}
