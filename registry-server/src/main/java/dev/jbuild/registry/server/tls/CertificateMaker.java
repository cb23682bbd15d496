package dev.jbuild.registry.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes ECDSA keys on P-256 and X.509 certificates for them, RFC 5280.
final class CertificateMaker {
  /// Certificates are valid a little earlier, for clients whose clock is behind.
  private static final Duration SLACK = Duration.ofHours(1);

  private final InstantSource clock;
  private final RandomGenerator random;

  CertificateMaker(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  KeyMaterial authority(String commonName, Duration life)
      throws GeneralSecurityException, IOException {
    KeyPair pair = keyPair();
    X500Principal name = new X500Principal("CN=" + commonName);
    JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), life);
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
    return new KeyMaterial(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
  }

  KeyMaterial server(KeyMaterial authority, Collection<String> names, Duration life)
      throws GeneralSecurityException, IOException {
    KeyPair pair = keyPair();
    X509Certificate issuer = authority.certificate();
    JcaX509v3CertificateBuilder builder =
        builder(
            issuer.getSubjectX500Principal(),
            new X500Principal("CN=jbuild registry"),
            pair.getPublic(),
            life);
    JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(Extension.subjectAlternativeName, false, AlternativeNames.of(names));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        utils.createAuthorityKeyIdentifier(issuer.getPublicKey()));
    return new KeyMaterial(pair.getPrivate(), List.of(sign(builder, authority.key())));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, PublicKey key, Duration life) {
    byte[] serial = new byte[16];
    random.nextBytes(serial);
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(1, serial).setBit(120),
        Date.from(now.minus(SLACK)),
        Date.from(now.plus(life)),
        subject,
        key);
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  static String pem(PrivateKey key) throws IOException {
    return write(new JcaPKCS8Generator(key, null));
  }

  static String pem(List<X509Certificate> chain) throws IOException {
    return write(chain.toArray());
  }

  private static String write(Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
    return text.toString();
  }
}
