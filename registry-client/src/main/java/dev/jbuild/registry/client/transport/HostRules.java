package dev.jbuild.registry.client.transport;

import java.util.List;
import java.util.Locale;

/// What is known of a host from its name alone: whether it is this machine, and whether the user
/// marked it as insecure. Names are not looked up, so a CIDR block matches literal addresses only.
final class HostRules {
  private final List<String> insecure;

  HostRules(List<String> insecure) {
    this.insecure = insecure.stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
  }

  /// Whether the host is `localhost`, in 127.0.0.0/8 or `::1`.
  static boolean isLoopback(String host) {
    String name = bare(host).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1");
  }

  /// Whether certificates of this `HOST` or `HOST:PORT` are not checked.
  boolean isInsecure(String hostAndPort) {
    String whole = hostAndPort.toLowerCase(Locale.ROOT);
    String host = bare(withoutPort(whole));
    for (String entry : insecure) {
      if (entry.equals(whole) || bare(entry).equals(host)) {
        return true;
      }
      if (entry.indexOf('/') > 0
          && AddressBlock.parse(entry).map(b -> b.contains(host)).orElse(false)) {
        return true;
      }
    }
    return false;
  }

  /// The host of `HOST[:PORT]`, brackets of IPv6 addresses kept.
  static String withoutPort(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean port = colon > 0 && colon > hostAndPort.lastIndexOf(']');
    boolean bareV6 = colon > 0 && hostAndPort.indexOf(':') != colon && !hostAndPort.startsWith("[");
    return port && !bareV6 ? hostAndPort.substring(0, colon) : hostAndPort;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
