package dev.jbuild.registry.client.transport;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.TransportSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Sends single requests: no authorization, no redirects, no repetition, which are the business of
/// the layer above. Safe for use by many threads.
public final class Transport implements AutoCloseable {
  private final TransportSettings settings;
  private final Proxies proxies;
  private final HttpClients clients;
  private final HostRules rules;
  private final Endpoints endpoints;
  private final Failures failures;
  private final Answers answers;
  private final Retry retry;

  public Transport(TransportSettings settings) {
    this.settings = settings;
    TrustedHosts trusted = new TrustedHosts(settings.trust());
    this.proxies = new Proxies(settings.proxies());
    this.clients = new HttpClients(settings, trusted, proxies);
    this.rules = new HostRules(settings.insecureRegistries());
    this.failures = new Failures(trusted, proxies);
    this.endpoints = new Endpoints(clients, rules, settings.userAgent(), failures);
    this.answers = new Answers(settings.clock(), settings.idleTimeout(), proxies);
    this.retry = new Retry(settings.retry(), settings.random());
  }

  /// Where a registry answers; asks the host itself when that is open.
  public Endpoint endpoint(String domain) throws RegistryException {
    return endpoints.of(domain);
  }

  /// Sends one request.
  ///
  /// @param traffic what bounds its duration
  /// @return an answer of any status, to be closed by the caller
  public Response send(Task task, Request request, Traffic traffic) throws RegistryException {
    Request.Builder whole = request.newBuilder().header("User-Agent", settings.userAgent());
    proxies
        .authorization(request.url())
        .ifPresent(value -> whole.header("Proxy-Authorization", value));
    Optional<HeadDeadline> deadline = clients.headLimit(traffic).map(HeadDeadline::new);
    deadline.ifPresent(d -> whole.tag(HeadDeadline.class, d));
    Request named = whole.build();
    try {
      return client(task, named.url(), traffic).newCall(named).execute();
    } catch (IOException e) {
      boolean late = deadline.isPresent() && deadline.get().missed();
      throw failures.of(task, named, late ? new InterruptedIOException("timeout") : e);
    }
  }

  private OkHttpClient client(Task task, HttpUrl url, Traffic traffic) throws RegistryException {
    boolean verified =
        task.endpoint().sameOrigin(url)
            ? task.endpoint().verified()
            : !rules.isInsecure(Redaction.host(url));
    try {
      return clients.forUrl(url, verified, traffic);
    } catch (IOException e) {
      throw RegistryException.local(task.failed() + e.getMessage(), e);
    }
  }

  /// Whether a host may be spoken to in plain HTTP: it is this machine or marked as insecure.
  public boolean mayBePlain(HttpUrl url) {
    return HostRules.isLoopback(url.host()) || rules.isInsecure(Redaction.host(url));
  }

  /// What a failure while reading an answer means.
  public RegistryException failure(Task task, Request request, IOException e) {
    return failures.of(task, request, e);
  }

  public Answers answers() {
    return answers;
  }

  public Retry retry() {
    return retry;
  }

  public TransportSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    clients.close();
  }
}
