package dev.jbuild.registry.client.route;

import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies [RegistryRoute]s to names; the longest prefix that fits wins.
final class Routes {
  private final List<RegistryRoute> routes;

  Routes(List<RegistryRoute> routes) {
    this.routes = List.copyOf(routes);
  }

  /// Where to look for a manifest or blob, in this order; the registry itself comes last.
  List<Reference> toRead(Reference name) throws RegistryException {
    RegistryRoute route = find(name);
    List<Reference> places = new ArrayList<>();
    if (route != null) {
      boolean digest = name.digest().isPresent();
      for (Mirror mirror : route.mirrors()) {
        if (mirror.use() == Use.ALL || (mirror.use() == Use.DIGEST_ONLY) == digest) {
          places.add(moved(name, route, mirror.location()));
        }
      }
    }
    places.add(toWrite(name));
    return places;
  }

  /// Where the registry itself is.
  Reference toWrite(Reference name) throws RegistryException {
    RegistryRoute route = find(name);
    if (route == null) {
      return name;
    }
    if (route.blocked()) {
      throw RegistryException.local(
          "'%s' is blocked by the configuration of registries (prefix '%s')"
              .formatted(name.familiar(), route.prefix()),
          null);
    }
    return moved(name, route, route.location());
  }

  /// Where a whole registry is.
  String toList(String domain) {
    for (RegistryRoute route : routes) {
      if (route.prefix().equals(domain) && route.location().indexOf('/') < 0) {
        return route.location();
      }
    }
    return domain;
  }

  private @Nullable RegistryRoute find(Reference name) {
    RegistryRoute best = null;
    for (RegistryRoute route : routes) {
      boolean longer = best == null || route.prefix().length() > best.prefix().length();
      if (longer && matched(name, route.prefix()) >= 0) {
        best = route;
      }
    }
    return best;
  }

  /// How many characters of the full name the prefix stands for; -1 when it does not fit.
  private static int matched(Reference name, String prefix) {
    if (prefix.startsWith("*.")) {
      String host = name.domain();
      int colon = host.lastIndexOf(':');
      String plain = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
      return plain.endsWith(prefix.substring(1)) ? host.length() : -1;
    }
    String full = name.repository();
    boolean fits =
        full.startsWith(prefix)
            && (full.length() == prefix.length() || full.charAt(prefix.length()) == '/');
    return fits ? prefix.length() : -1;
  }

  private static Reference moved(Reference name, RegistryRoute route, String location)
      throws RegistryException {
    if (location.isEmpty() || location.equals(route.prefix())) {
      return name;
    }
    String rest = name.repository().substring(matched(name, route.prefix()));
    try {
      Reference place = Reference.parse(location + rest);
      return new Reference(place.domain(), place.path(), name.tagOrNull(), name.digestOrNull());
    } catch (IllegalArgumentException e) {
      throw RegistryException.local(
          "cannot find '%s' at location '%s' of prefix '%s': %s"
              .formatted(name.familiar(), location, route.prefix(), e.getMessage()),
          e);
    }
  }
}
