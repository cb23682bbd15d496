package dev.jbuild.registry.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Where the repositories below a prefix are really found: under another name, in mirrors that are
/// asked first, or nowhere.
///
/// Follows containers-registries.conf(5), "Namespaced [[registry]] settings". Prefix and locations
/// are `HOST[:PORT][/PATH]`; a prefix may also be `*.DOMAIN`, which stands for all hosts below it.
///
/// @param location what takes the place of the prefix; the prefix itself for no change, empty for a
///   prefix with `*`
/// @param insecure whether certificates of the location are not checked
/// @param blocked whether nothing may be fetched or sent there
public record RegistryRoute(
    String prefix, String location, boolean insecure, boolean blocked, List<Mirror> mirrors) {

  public RegistryRoute {
    Objects.requireNonNull(prefix);
    Objects.requireNonNull(location);
    mirrors = List.copyOf(mirrors);
  }

  /// A place that is asked before the registry itself.
  public record Mirror(String location, boolean insecure, Use use) {}

  /// What a mirror is asked for.
  public enum Use {
    /// Everything.
    ALL,
    /// Only what has a digest, which cannot be stale.
    DIGEST_ONLY,
    /// Only tags.
    TAG_ONLY
  }

  /// The hosts whose certificates are not checked.
  public List<String> insecureHosts() {
    List<String> hosts = new ArrayList<>();
    if (insecure && !location.isEmpty()) {
      hosts.add(host(location));
    }
    for (Mirror mirror : mirrors) {
      if (mirror.insecure()) {
        hosts.add(host(mirror.location()));
      }
    }
    return hosts;
  }

  private static String host(String location) {
    int slash = location.indexOf('/');
    return slash < 0 ? location : location.substring(0, slash);
  }
}
