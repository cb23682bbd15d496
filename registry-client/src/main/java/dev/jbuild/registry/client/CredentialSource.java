package dev.jbuild.registry.client;

import java.io.IOException;
import java.util.Optional;

/// Where a client finds the credentials of a registry.
@FunctionalInterface
public interface CredentialSource {
  /// No credentials for anyone.
  CredentialSource ANONYMOUS = domain -> Optional.empty();

  /// The credentials for a registry, none for anonymous access.
  ///
  /// @param domain the registry as in a reference: `docker.io`, `registry.example:5000`
  Optional<Credentials> find(String domain) throws IOException;
}
