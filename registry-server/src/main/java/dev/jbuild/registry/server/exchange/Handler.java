package dev.jbuild.registry.server.exchange;

import dev.jbuild.registry.server.error.RegistryFault;
import java.io.IOException;

/// Answers requests, blocking as long as it takes.
@FunctionalInterface
public interface Handler {
  /// @throws RegistryFault to answer with an error that the client caused or may know
  /// @throws IOException when storage or the connection failed
  Response handle(Request request) throws RegistryFault, IOException;
}
