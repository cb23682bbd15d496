package dev.jbuild.registry.client.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts a server that any of several trust managers trusts. They are asked in order and made when
/// they are asked, so that the system's long list is read only for hosts that no file of the user
/// vouches for.
final class LayeredTrust extends X509ExtendedTrustManager {
  private final List<Supplier<X509ExtendedTrustManager>> layers;

  LayeredTrust(List<Supplier<X509ExtendedTrustManager>> layers) {
    this.layers = List.copyOf(layers);
  }

  private interface Check {
    void with(X509ExtendedTrustManager layer) throws CertificateException;
  }

  private void any(X509Certificate[] chain, Check check) throws CertificateException {
    // Java takes a certificate that is itself in the list of authorities even when it has expired.
    chain[0].checkValidity();
    CertificateException first = null;
    for (Supplier<X509ExtendedTrustManager> layer : layers) {
      try {
        check.with(layer.get());
        return;
      } catch (CertificateException e) {
        // The user's own CA is the layer whose verdict (expired, say) tells most.
        first = first == null ? e : first;
      }
    }
    throw first == null ? new CertificateException("no certificate authorities are known") : first;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    any(chain, layer -> layer.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    any(chain, layer -> layer.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    any(chain, layer -> layer.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this side is never a server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this side is never a server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this side is never a server");
  }

  /// Empty: only servers need the list, and asking for it would read all layers.
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
