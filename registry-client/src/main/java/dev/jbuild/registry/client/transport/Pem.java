package dev.jbuild.registry.client.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

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

  /// The first private key of a file: PKCS #8, or what older tools write, `RSA PRIVATE KEY` and `EC
  /// PRIVATE KEY`.
  static PrivateKey privateKey(Path file) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        switch (block) {
          case PrivateKeyInfo key -> {
            return converter.getPrivateKey(key);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
              throw new IOException(
                  "the key in '%s' is encrypted; write it without a password by 'openssl pkey'"
                      .formatted(file));
          default -> {} // certificates and parameters beside the key
        }
      }
    } catch (PEMException | IllegalArgumentException e) {
      throw new IOException(
          "the key in '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    throw new IOException("'%s' has no private key in PEM form".formatted(file));
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

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE) {
      throw new IOException("'%s' is larger than %d bytes".formatted(file, MAX_FILE));
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static List<byte[]> blocks(Path file, String type) throws IOException {
    List<byte[]> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text(file));
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
