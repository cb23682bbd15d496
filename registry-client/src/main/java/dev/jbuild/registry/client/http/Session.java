package dev.jbuild.registry.client.http;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.TransportSettings;
import dev.jbuild.registry.client.auth.Authorizer;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Answers;
import dev.jbuild.registry.client.transport.Failures;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Retry;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Traffic;
import dev.jbuild.registry.client.transport.Transport;
import java.io.IOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// Sends authorized requests and follows redirects.
///
/// Credentials and tokens go to the registry's own scheme, host and port only: neither a redirect
/// nor an upload's location on another host ever sees them. A challenge is answered once for each
/// request.
final class Session {
  private static final int MAX_REDIRECTS = 5;

  private final Transport transport;
  private final Authorizer authorizer;

  Session(Transport transport, Authorizer authorizer) {
    this.transport = transport;
    this.authorizer = authorizer;
  }

  /// A task of a registry for messages; see [Task].
  Task task(String domain, String what, String missing) throws RegistryException {
    return new Task(what, missing, transport.endpoint(domain));
  }

  /// How an answer is read while its connection is open.
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  /// Sends a small request, repeated while it fails temporarily, and reads its answer.
  <T> T message(Task task, Scope scope, Request request, Reader<T> reader)
      throws RegistryException {
    return transport.retry().run(task, () -> once(task, scope, request, Traffic.MESSAGE, reader));
  }

  /// Sends a request a single time and reads its answer.
  <T> T once(Task task, Scope scope, Request request, Traffic traffic, Reader<T> reader)
      throws RegistryException {
    try (Response response = send(task, scope, request, traffic)) {
      return reader.read(response);
    } catch (IOException e) {
      throw transport.failure(task, request, e);
    }
  }

  /// Sends a request a single time.
  ///
  /// @return an answer of any status but 401 from the registry itself; the caller closes it
  Response send(Task task, Scope scope, Request request, Traffic traffic) throws RegistryException {
    if (!task.endpoint().sameOrigin(request.url())) {
      return follow(task, request, traffic);
    }
    Optional<String> known = authorizer.known(task.endpoint().domain(), scope);
    Response response = follow(task, authorized(request, known), traffic);
    if (!isChallenge(task, response)) {
      return response;
    }
    String header;
    try (response) {
      header = authorizer.answer(task, scope, response);
    }
    Response second = follow(task, authorized(request, Optional.of(header)), traffic);
    if (!isChallenge(task, second)) {
      return second;
    }
    try (second) {
      throw authorizer.refused(task, second);
    }
  }

  private static boolean isChallenge(Task task, Response response) {
    return response.code() == 401 && task.endpoint().sameOrigin(response.request().url());
  }

  private static Request authorized(Request request, Optional<String> header) {
    return header.map(h -> request.newBuilder().header("Authorization", h).build()).orElse(request);
  }

  private Response follow(Task task, Request first, Traffic traffic) throws RegistryException {
    Request request = first;
    for (int hops = 0; ; hops++) {
      Response response = transport.send(task, request, traffic);
      boolean readOnly = request.method().equals("GET") || request.method().equals("HEAD");
      if (!readOnly || !response.isRedirect()) {
        return response;
      }
      try (response) {
        request = redirected(task, request, response, hops);
      }
    }
  }

  private Request redirected(Task task, Request request, Response response, int hops)
      throws RegistryException {
    String location = response.header("Location");
    HttpUrl target = location == null ? null : request.url().resolve(location);
    if (target == null || hops >= MAX_REDIRECTS) {
      String found = target == null ? "a redirect without a usable address" : "too many redirects";
      throw malformed(task, request, found);
    }
    if (request.isHttps() && !target.isHttps()) {
      throw malformed(task, request, "a redirect to '" + Redaction.host(target) + "' without TLS");
    }
    Request.Builder next = request.newBuilder().url(target);
    if (!task.endpoint().sameOrigin(target)) {
      next.removeHeader("Authorization");
    }
    return next.build();
  }

  /// The failure that an unsuccessful answer stands for.
  RegistryException failure(Task task, Response response) {
    return transport.answers().failure(task, response);
  }

  /// The failure of an answer that breaks the protocol.
  static RegistryException malformed(Task task, Request request, String found) {
    return Failures.malformed(
        task,
        request.method(),
        request.url(),
        "registry '" + task.endpoint().domain() + "' sent " + found);
  }

  /// Refuses an answer that is for browsers: then something other than a registry gave it, such as
  /// the page of a network that wants a login, and nothing was done. Such pages come with status
  /// 200. The type alone does not tell: Quay calls most of its answers without content HTML.
  static void refuseWebPage(Task task, Response response) throws RegistryException {
    boolean ofRegistry =
        response.header("Docker-Distribution-Api-Version") != null
            || response.header("Docker-Content-Digest") != null;
    if (response.code() == 200 && !ofRegistry && Answers.isHtml(response)) {
      throw malformed(
          task,
          response.request(),
          "a web page (HTTP status %d); check that the name is that of a registry"
              .formatted(response.code()));
    }
  }

  Answers answers() {
    return transport.answers();
  }

  Retry retry() {
    return transport.retry();
  }

  /// What a failure while reading an answer means.
  RegistryException failure(Task task, Request request, IOException e) {
    return transport.failure(task, request, e);
  }

  TransportSettings settings() {
    return transport.settings();
  }
}
