package dev.jbuild.registry.client;

import java.util.Objects;

/// The proxies to use, in the form of the usual environment variables; empty for none.
///
/// @param http URL of the proxy for plain HTTP (`HTTP_PROXY`)
/// @param https URL of the proxy for HTTPS (`HTTPS_PROXY`)
/// @param exceptions comma-separated hosts, domain suffixes and CIDR blocks that are reached
///   directly (`NO_PROXY`); loopback hosts always are
public record ProxySettings(String http, String https, String exceptions) {
  /// No proxies.
  public static final ProxySettings DIRECT = new ProxySettings("", "", "");

  public ProxySettings {
    Objects.requireNonNull(http);
    Objects.requireNonNull(https);
    Objects.requireNonNull(exceptions);
  }
}
