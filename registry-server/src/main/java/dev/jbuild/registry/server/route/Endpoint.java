package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import java.io.IOException;

/// Does what one method on one kind of resource means.
@FunctionalInterface
interface Endpoint {
  Response handle(Request request, Target target) throws RegistryFault, IOException;
}
