package dev.jbuild.registry.server;

import java.nio.file.Path;
import java.util.Objects;

/// How a registry secures its connections.
public sealed interface Tls {

  /// Plain HTTP. Docker and most other clients accept it from loopback only.
  record None() implements Tls {}

  /// An authority and a server certificate of the registry's own, ECDSA on P-256, made on the first
  /// start below the storage directory and renewed when they run out or the names change. Clients
  /// trust the file that [Registry#certificateAuthority()] names.
  record Own() implements Tls {}

  /// Certificates in PEM that the operator provides: the server's certificate followed by its
  /// intermediates, and the private key (PKCS#8, PKCS#1 or SEC 1, not encrypted).
  record Files(Path certificate, Path key) implements Tls {
    public Files {
      Objects.requireNonNull(certificate);
      Objects.requireNonNull(key);
    }
  }

  /// [None] when the registry listens on loopback, [Own] otherwise.
  record Automatic() implements Tls {}
}
