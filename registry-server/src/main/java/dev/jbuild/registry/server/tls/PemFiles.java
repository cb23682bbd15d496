package dev.jbuild.registry.server.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// Reads certificates and keys in PEM.
public final class PemFiles {
  private PemFiles() {}

  /// Reads a chain of certificates and the key of its first one, and checks that they belong
  /// together and are valid now.
  ///
  /// @throws KeyMaterialException saying which file is wrong and why
  public static KeyMaterial read(Path certificate, Path key, InstantSource clock)
      throws KeyMaterialException {
    KeyMaterial material = new KeyMaterial(key(key), certificates(certificate));
    checkTime(certificate, material.certificate(), clock);
    checkPair(certificate, key, material);
    return material;
  }

  /// Reads all certificates of a file, at least one.
  static List<X509Certificate> certificates(Path file) throws KeyMaterialException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Object object : objects(file, "certificate")) {
      if (object instanceof X509CertificateHolder holder) {
        try {
          chain.add(new JcaX509CertificateConverter().getCertificate(holder));
        } catch (GeneralSecurityException e) {
          throw new KeyMaterialException(
              "certificate file %s holds an unusable certificate: %s"
                  .formatted(file, e.getMessage()),
              e);
        }
      }
    }
    if (chain.isEmpty()) {
      throw new KeyMaterialException(
          "certificate file " + file + " holds no '-----BEGIN CERTIFICATE-----' block");
    }
    return chain;
  }

  static PrivateKey key(Path file) throws KeyMaterialException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try {
      for (Object object : objects(file, "key")) {
        switch (object) {
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
              throw new KeyMaterialException(
                  "key file " + file + " is encrypted; decrypt it with 'openssl pkey' first");
          default -> {
            continue; // EC parameters or certificates before the key
          }
        }
      }
    } catch (IOException e) {
      throw e instanceof KeyMaterialException k
          ? k
          : new KeyMaterialException(
              "key file %s holds an unusable key: %s".formatted(file, e.getMessage()), e);
    }
    throw new KeyMaterialException("key file " + file + " holds no private key in PEM");
  }

  private static List<Object> objects(Path file, String what) throws KeyMaterialException {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
    } catch (IOException e) {
      String reason =
          switch (e) {
            case java.nio.file.NoSuchFileException n -> "there is no such file";
            case java.nio.file.AccessDeniedException d -> "permission denied";
            default -> "it is not valid PEM (" + e.getMessage() + ")";
          };
      throw new KeyMaterialException(
          "reading %s file %s failed: %s".formatted(what, file, reason), e);
    }
    return objects;
  }

  private static void checkTime(Path file, X509Certificate certificate, InstantSource clock)
      throws KeyMaterialException {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
    } catch (CertificateNotYetValidException e) {
      throw new KeyMaterialException(
          "certificate in %s is valid from %s only; check the clock"
              .formatted(file, certificate.getNotBefore().toInstant()),
          e);
    } catch (java.security.cert.CertificateExpiredException e) {
      throw new KeyMaterialException(
          "certificate in %s expired on %s; renew it"
              .formatted(file, certificate.getNotAfter().toInstant()),
          e);
    }
  }

  private static void checkPair(Path certificate, Path key, KeyMaterial material)
      throws KeyMaterialException {
    String algorithm =
        switch (material.key().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> material.key().getAlgorithm();
        };
    try {
      byte[] probe = new byte[32];
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(material.key());
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(material.certificate().getPublicKey());
      signature.update(probe);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new KeyMaterialException(mismatch(certificate, key), e);
    }
    throw new KeyMaterialException(mismatch(certificate, key));
  }

  private static String mismatch(Path certificate, Path key) {
    return "the key in %s does not belong to the first certificate in %s; the server's own certificate must come before its intermediates"
        .formatted(key, certificate);
  }
}
