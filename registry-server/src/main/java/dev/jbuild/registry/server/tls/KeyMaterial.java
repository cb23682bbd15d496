package dev.jbuild.registry.server.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and the certificates that vouch for it, the server's first.
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
  public KeyMaterial {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a key without a certificate is of no use");
    }
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }
}
