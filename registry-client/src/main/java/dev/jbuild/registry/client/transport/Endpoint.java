package dev.jbuild.registry.client.transport;

import okhttp3.HttpUrl;

/// Where a registry answers: scheme, host and port of its `/v2/`, and whether its certificate is
/// checked.
///
/// @param domain the registry as references name it
public record Endpoint(String domain, HttpUrl base, boolean verified) {

  /// The URL of a path below `/v2/`.
  public HttpUrl.Builder v2(String path) {
    return base.newBuilder().encodedPath("/v2/" + path);
  }

  /// Whether a URL is on this scheme, host and port, so that credentials may go there.
  public boolean sameOrigin(HttpUrl url) {
    return url.scheme().equals(base.scheme())
        && url.host().equals(base.host())
        && url.port() == base.port();
  }
}
