package dev.jbuild.registry.client.route;

import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryRoute;
import java.util.List;

/// Finds places by routes, for tests of what routes are read from.
public final class RouteProbe {
  private RouteProbe() {}

  /// Where a name is looked for, written to, and its registry listed.
  public static void route(List<RegistryRoute> given, Reference name) throws RegistryException {
    Routes routes = new Routes(given);
    routes.toList(name.domain());
    routes.toRead(name);
    routes.toWrite(name);
  }
}
