package dev.jbuild.registry.client.transport;

import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Finds out where a registry answers, once for each.
///
/// HTTPS it is, with two exceptions: hosts marked as insecure fall back to plain HTTP when they
/// answer no TLS, and loopback hosts are plain HTTP if they answer that as a registry does.
/// Loopback is asked in plain first because a port that speaks TLS refuses that at once, and a
/// local registry without TLS then costs no TLS start-up. Nothing secret is in the question.
final class Endpoints {
  private static final String HUB_HOST = "registry-1.docker.io";

  private final HttpClients clients;
  private final HostRules rules;
  private final String userAgent;
  private final Failures failures;
  private final ConcurrentMap<String, Endpoint> known = new ConcurrentHashMap<>();

  Endpoints(HttpClients clients, HostRules rules, String userAgent, Failures failures) {
    this.clients = clients;
    this.rules = rules;
    this.userAgent = userAgent;
    this.failures = failures;
  }

  Endpoint of(String domain) throws RegistryException {
    Endpoint endpoint = known.get(domain);
    if (endpoint == null) {
      endpoint = find(domain);
      known.put(domain, endpoint);
    }
    return endpoint;
  }

  private Endpoint find(String domain) throws RegistryException {
    if (domain.equals(Reference.DEFAULT_DOMAIN)) {
      return new Endpoint(domain, url("https", HUB_HOST), true);
    }
    HttpUrl secure = url("https", domain);
    boolean insecure = rules.isInsecure(domain);
    Endpoint tls = new Endpoint(domain, secure, !insecure);
    Endpoint plain = new Endpoint(domain, url("http", domain), false);
    if (HostRules.isLoopback(HostRules.withoutPort(domain))) {
      return answersPlain(plain) ? plain : tls;
    }
    if (insecure) {
      return answersTls(tls) ? tls : plain;
    }
    return tls;
  }

  private static HttpUrl url(String scheme, String hostAndPort) throws RegistryException {
    HttpUrl url = HttpUrl.parse(scheme + "://" + hostAndPort + "/v2/");
    if (url == null) {
      throw RegistryException.local("'" + hostAndPort + "' is not a host name with a port", null);
    }
    return url;
  }

  private boolean answersPlain(Endpoint plain) throws RegistryException {
    Request request = ping(plain);
    try (Response response = client(plain).newCall(request).execute()) {
      // Servers that expect TLS say 400 or 426 to plain requests, or send one to the TLS address.
      return !response.isRedirect() && response.code() != 400 && response.code() != 426;
    } catch (IOException e) {
      RegistryException failure = failures.of(task(plain), request, e);
      boolean portGiven = !HostRules.withoutPort(plain.domain()).equals(plain.domain());
      boolean absent = failure.reason() == Reason.UNREACHABLE && portGiven;
      boolean silent = e instanceof SocketTimeoutException;
      if (absent || silent || failure.reason() == Reason.CANCELLED) {
        throw failure;
      }
      return false;
    }
  }

  private boolean answersTls(Endpoint tls) throws RegistryException {
    Request request = ping(tls);
    try (Response response = client(tls).newCall(request).execute()) {
      return response.code() > 0;
    } catch (IOException e) {
      RegistryException failure = failures.of(task(tls), request, e);
      if (failure.reason() == Reason.CANCELLED) {
        throw failure;
      }
      return false;
    }
  }

  private static Task task(Endpoint endpoint) {
    return new Task("reach registry '" + endpoint.domain() + "'", "", endpoint);
  }

  private OkHttpClient client(Endpoint endpoint) throws RegistryException {
    try {
      return clients.forUrl(endpoint.base(), endpoint.verified(), Traffic.MESSAGE);
    } catch (IOException e) {
      throw RegistryException.local(String.valueOf(e.getMessage()), e);
    }
  }

  private Request ping(Endpoint endpoint) {
    return new Request.Builder().url(endpoint.base()).header("User-Agent", userAgent).build();
  }
}
