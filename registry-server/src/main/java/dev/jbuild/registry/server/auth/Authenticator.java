package dev.jbuild.registry.server.auth;

import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import java.io.IOException;

/// Finds out who sent a request.
@FunctionalInterface
public interface Authenticator {
  /// Lets everybody in.
  Authenticator OPEN = request -> Identity.ANYBODY;

  /// @throws RegistryFault with UNAUTHORIZED and a challenge when the request does not prove it
  Identity authenticate(Request request) throws RegistryFault, IOException;
}
