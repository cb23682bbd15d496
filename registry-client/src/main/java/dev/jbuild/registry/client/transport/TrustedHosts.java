package dev.jbuild.registry.client.transport;

import dev.jbuild.registry.client.TrustSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes the TLS context of a host from [TrustSettings]: its CAs and its client certificate.
final class TrustedHosts {
  private final TrustSettings settings;

  /// Hosts that asked for a client certificate, got none, and have not answered anything yet.
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  TrustedHosts(TrustSettings settings) {
    this.settings = settings;
  }

  /// A TLS context and the trust manager in it, which the HTTP library wants to know as well.
  record Context(SSLContext context, X509ExtendedTrustManager trust) {}

  /// The context for a host whose certificate is checked.
  Context verified(String hostAndPort) throws IOException {
    List<X509Certificate> own = new ArrayList<>();
    for (Path file : files(hostAndPort, ".crt")) {
      own.addAll(Pem.certificates(file));
    }
    for (Path file : settings.authorities()) {
      own.addAll(Pem.certificates(file));
    }
    List<Supplier<X509ExtendedTrustManager>> layers = new ArrayList<>();
    if (!own.isEmpty()) {
      layers.add(() -> manager(own));
    }
    layers.add(this::systemManager);
    return context(hostAndPort, new LayeredTrust(layers));
  }

  /// The context for a host that the user marked as insecure.
  Context blind(String hostAndPort) throws IOException {
    return context(hostAndPort, new BlindTrust());
  }

  /// Where to put the CA of a host so that it is trusted.
  String advisedFile(String hostAndPort, String name) {
    return settings.certificateDirectories().isEmpty()
        ? "the list of trusted authorities"
        : "'"
            + settings.certificateDirectories().getLast().resolve(hostAndPort).resolve(name)
            + "'";
  }

  private Context context(String hostAndPort, X509ExtendedTrustManager trust) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(clientKeys(hostAndPort), new TrustManager[] {trust}, null);
      return new Context(context, trust);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS for '" + hostAndPort + "': " + e.getMessage(), e);
    }
  }

  /// Whether a host asked for a client certificate that there is not, and said nothing since.
  boolean isAsking(String hostAndPort) {
    return asking.contains(hostAndPort);
  }

  /// Notes that a host answers, so that it does well without a client certificate.
  void answered(String hostAndPort) {
    asking.remove(hostAndPort);
  }

  private KeyManager[] clientKeys(String hostAndPort) throws IOException, GeneralSecurityException {
    List<Path> certificates = files(hostAndPort, ".cert");
    if (certificates.isEmpty()) {
      return new KeyManager[] {new NoClientKey(() -> asking.add(hostAndPort))};
    }
    KeyStore store = emptyStore();
    for (Path certificate : certificates) {
      String name = certificate.getFileName().toString().replaceFirst("\\.cert$", "");
      Path key = certificate.resolveSibling(name + ".key");
      if (!Files.exists(key)) {
        throw new IOException(
            "client certificate '%s' has no key beside it, expected '%s'"
                .formatted(certificate, key));
      }
      store.setKeyEntry(
          name,
          Pem.privateKey(key),
          new char[0],
          Pem.certificates(certificate).toArray(X509Certificate[]::new));
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private List<Path> files(String hostAndPort, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    boolean portGiven = !HostRules.withoutPort(hostAndPort).equals(hostAndPort);
    List<String> names =
        portGiven ? List.of(hostAndPort) : List.of(hostAndPort, hostAndPort + ":443");
    for (Path parent : settings.certificateDirectories()) {
      for (String name : names) {
        Path directory = parent.resolve(name);
        if (Files.isDirectory(directory)) {
          try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + suffix)) {
            entries.forEach(files::add);
          }
        }
      }
    }
    files.sort(null);
    return files;
  }

  private X509ExtendedTrustManager systemManager() {
    for (Path bundle : settings.systemBundles()) {
      if (Files.isReadable(bundle)) {
        try {
          List<X509Certificate> certificates = Pem.readableCertificates(bundle);
          if (!certificates.isEmpty()) {
            return manager(certificates);
          }
        } catch (IOException _) {
          // An unreadable bundle is as good as none: the next one, or Java's own list, serves.
        }
      }
    }
    return extended(null);
  }

  private static X509ExtendedTrustManager manager(List<X509Certificate> authorities) {
    try {
      KeyStore store = emptyStore();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("ca" + i, authorities.get(i));
      }
      return extended(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory must take certificates", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static X509ExtendedTrustManager extended(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return extended;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java's list of trusted authorities cannot be read", e);
    }
    throw new IllegalStateException("every Java platform must provide an X.509 trust manager");
  }
}
