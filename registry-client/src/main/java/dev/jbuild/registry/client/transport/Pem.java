package dev.jbuild.registry.client.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and private keys in PEM files.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final long MAX_FILE = 16 << 20;

  private Pem() {}

  /// All certificates of a file, of which there must be one.
  static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : blocks(file, "CERTIFICATE")) {
      certificates.add(certificate(file, der));
    }
    if (certificates.isEmpty()) {
      throw new IOException("'" + file + "' has no PEM certificate in it");
    }
    return certificates;
  }

  /// The certificates of a system's bundle; those that Java cannot read are left out.
  static List<X509Certificate> readableCertificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : blocks(file, "(?:TRUSTED )?CERTIFICATE")) {
      try {
        certificates.add(certificate(file, der));
      } catch (IOException _) {
        // One odd certificate of a hundred must not take all registries away.
      }
    }
    return certificates;
  }

  /// The first private key of a file, in PKCS #8.
  static PrivateKey privateKey(Path file) throws IOException {
    List<byte[]> keys = blocks(file, "PRIVATE KEY");
    if (keys.isEmpty()) {
      throw new IOException(
          "'%s' has no unencrypted PKCS #8 key; convert it with 'openssl pkcs8 -topk8 -nocrypt'"
              .formatted(file));
    }
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
      } catch (GeneralSecurityException _) {
        // Not a key of this algorithm: the next one may fit.
      }
    }
    throw new IOException("the key in '" + file + "' is neither RSA, EC nor EdDSA");
  }

  private static X509Certificate certificate(Path file, byte[] der) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IOException(
          "'%s' has a certificate that cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<byte[]> blocks(Path file, String type) throws IOException {
    if (Files.size(file) > MAX_FILE) {
      throw new IOException("'%s' is larger than %d bytes".formatted(file, MAX_FILE));
    }
    List<byte[]> blocks = new ArrayList<>();
    Matcher matcher =
        BLOCK.matcher(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      if (matcher.group(1).matches(type)) {
        try {
          blocks.add(Base64.getMimeDecoder().decode(matcher.group(2)));
        } catch (IllegalArgumentException e) {
          throw new IOException("'" + file + "' has a PEM block that is not base64", e);
        }
      }
    }
    return blocks;
  }
}
