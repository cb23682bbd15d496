package dev.jbuild.registry.client.transport;

import dev.jbuild.registry.client.ProxySettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// Chooses the proxy of a URL by the rules of the usual environment variables, and answers proxies
/// that want the user and password in their URL.
final class Proxies extends ProxySelector {
  private final @Nullable HttpUrl http;
  private final @Nullable HttpUrl https;
  private final List<String> exceptions;

  Proxies(ProxySettings settings) {
    this.http = proxy("HTTP_PROXY", settings.http());
    this.https = proxy("HTTPS_PROXY", settings.https());
    this.exceptions =
        List.of(settings.exceptions().toLowerCase(Locale.ROOT).split(",")).stream()
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList();
  }

  private static @Nullable HttpUrl proxy(String variable, String url) {
    if (url.isBlank()) {
      return null;
    }
    String whole = url.contains("://") ? url.strip() : "http://" + url.strip();
    HttpUrl parsed = HttpUrl.parse(whole);
    if (parsed == null || !parsed.scheme().equals("http")) {
      throw new IllegalArgumentException(
          "proxy '%s' is not of the form http://HOST:PORT; correct %s"
              .formatted(whole.replaceFirst("//[^/@]*@", "//...@"), variable));
    }
    return parsed;
  }

  @Override
  public List<Proxy> select(URI uri) {
    HttpUrl proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
    if (proxy == null || direct(uri.getHost(), uri.getPort())) {
      return List.of(Proxy.NO_PROXY);
    }
    return List.of(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
  }

  private boolean direct(@Nullable String uriHost, int port) {
    if (uriHost == null || HostRules.isLoopback(uriHost)) {
      return true;
    }
    String host = uriHost.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    for (String entry : exceptions) {
      String name = entry.startsWith(".") ? entry.substring(1) : entry.replaceFirst("^\\*\\.", "");
      if (entry.equals("*")
          || host.equals(name)
          || (host + ":" + port).equals(name)
          || host.endsWith("." + name)
          || AddressBlock.parse(entry).map(b -> b.contains(host)).orElse(false)) {
        return true;
      }
    }
    return false;
  }

  /// What a proxy is called in messages.
  ///
  /// @param address host and port
  /// @param variable the environment variable that names it
  record Named(String address, String variable) {
    @Override
    public String toString() {
      return "proxy '" + address + "' of " + variable;
    }
  }

  /// The proxy through which a URL is reached, if any.
  Optional<Named> named(HttpUrl url) {
    HttpUrl proxy = url.isHttps() ? https : http;
    return proxy == null || direct(url.host(), url.port())
        ? Optional.empty()
        : Optional.of(
            new Named(
                proxy.host() + ":" + proxy.port(), url.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY"));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException e) {}

  /// What a request in plain HTTP shows its proxy from the start: the body of an upload cannot be
  /// sent again when the proxy asks afterwards. Tunnels have no body and wait for the question.
  Optional<String> authorization(HttpUrl url) {
    return url.isHttps() || http == null || http.username().isEmpty() || named(url).isEmpty()
        ? Optional.empty()
        : Optional.of(Credentials.basic(http.username(), http.password()));
  }

  /// Answers a proxy's challenge once with what stands in the proxy's URL.
  Authenticator authenticator() {
    return (route, response) -> {
      HttpUrl proxy = response.request().isHttps() ? https : http;
      boolean hopeless =
          proxy == null
              || proxy.username().isEmpty()
              || response.request().header("Proxy-Authorization") != null;
      if (proxy == null || hopeless) {
        return null;
      }
      Request.Builder again = response.request().newBuilder();
      again.header("Proxy-Authorization", Credentials.basic(proxy.username(), proxy.password()));
      return again.build();
    };
  }
}
