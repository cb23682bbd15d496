package dev.jbuild.registry.server;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// The names under which clients may know a registry.
final class ServerNames {
  private final RegistryConfig config;
  private final Optional<InetAddress> literal;

  ServerNames(RegistryConfig config) {
    this.config = config;
    this.literal = literal(config.host());
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean isLoopback() {
    return literal.map(InetAddress::isLoopbackAddress).orElse(config.host().equals("localhost"));
  }

  /// All that a certificate of the registry's own has to be valid for.
  Set<String> certificateNames() {
    Set<String> names = new LinkedHashSet<>();
    names.add("localhost");
    names.add("127.0.0.1");
    names.add("::1");
    if (!literal.map(InetAddress::isAnyLocalAddress).orElse(false)) {
      names.add(config.host());
    }
    names.addAll(config.certificateNames());
    return names;
  }

  /// Host and port as clients write them; a wildcard address is reached over loopback.
  String authority(int port) {
    if (literal.isEmpty()) {
      return config.host() + ":" + port;
    }
    InetAddress address = literal.get();
    if (address.isAnyLocalAddress()) {
      return "localhost:" + port;
    }
    String text = address.getHostAddress();
    return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
  }
}
