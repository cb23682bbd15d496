package dev.jbuild.registry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnAuthorityTest {
  private static final List<String> NAMES =
      List.of("localhost", "127.0.0.1", "::1", "Host.example");

  @TempDir Path directory;
  private Instant now = Instant.parse("2026-11-22T00:00:00Z");

  private OwnAuthority authority() {
    return new OwnAuthority(directory, () -> now, new Random(7));
  }

  @Test
  void makesACertificateForAllNames() throws Exception {
    KeyMaterial server = authority().serverMaterial(NAMES);
    List<String> names =
        server.certificate().getSubjectAlternativeNames().stream()
            .map(n -> String.valueOf(n.get(1)))
            .toList();
    assertEquals(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "host.example"), names);
    assertEquals("EC", server.key().getAlgorithm());
    X509Certificate ca = PemFiles.certificates(authority().certificateFile()).getFirst();
    server.certificate().verify(ca.getPublicKey());
    assertEquals(0, ca.getBasicConstraints());
    assertEquals(-1, server.certificate().getBasicConstraints());
  }

  @Test
  void keepsKeysToTheirOwner() throws Exception {
    authority().serverMaterial(NAMES);
    for (String key : List.of("ca.key", "server.key")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(key))));
    }
  }

  @Test
  void keepsTheCertificateUntilItRunsOutOrLacksAName() throws Exception {
    X509Certificate first = authority().serverMaterial(NAMES).certificate();
    assertEquals(first, authority().serverMaterial(NAMES.subList(0, 2)).certificate());
    X509Certificate more = authority().serverMaterial(List.of("localhost", "new")).certificate();
    assertNotEquals(first, more);
    now = now.plus(OwnAuthority.SERVER_LIFE).minus(Duration.ofDays(29));
    X509Certificate renewed = authority().serverMaterial(List.of("localhost", "new")).certificate();
    assertNotEquals(more, renewed);
    renewed.verify(PemFiles.certificates(authority().certificateFile()).getFirst().getPublicKey());
  }

  @Test
  void makesANewAuthorityBeforeTheOldOneRunsOut() throws Exception {
    authority().serverMaterial(NAMES);
    String before = Files.readString(authority().certificateFile());
    now = now.plus(OwnAuthority.AUTHORITY_LIFE).minus(Duration.ofDays(100));
    KeyMaterial server = authority().serverMaterial(NAMES);
    assertNotEquals(before, Files.readString(authority().certificateFile()));
    server
        .certificate()
        .verify(PemFiles.certificates(authority().certificateFile()).getFirst().getPublicKey());
  }

  @Test
  void readsTheOperatorsFiles() throws Exception {
    authority().serverMaterial(NAMES);
    Path certificate = directory.resolve("server.crt");
    Path key = directory.resolve("server.key");
    assertEquals(1, PemFiles.read(certificate, key, () -> now).chain().size());

    assertProblem(certificate, directory.resolve("ca.key"), "does not belong to");
    assertProblem(certificate, directory.resolve("none"), "there is no such file");
    assertProblem(certificate, certificate, "holds no private key");
    assertProblem(key, key, "holds no '-----BEGIN CERTIFICATE-----' block");
    Path encrypted = directory.resolve("encrypted.key");
    byte[] der =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2), new byte[16])
            .getEncoded();
    Files.writeString(
        encrypted,
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertProblem(certificate, encrypted, "is encrypted");
    Files.writeString(encrypted, "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n");
    assertProblem(certificate, encrypted, encrypted.toString());
    now = now.plus(Duration.ofDays(1000));
    assertProblem(certificate, key, "expired on 2027-12-24T00:00:00Z; renew it");
  }

  private void assertProblem(Path certificate, Path key, String message) {
    var e =
        assertThrows(KeyMaterialException.class, () -> PemFiles.read(certificate, key, () -> now));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
  }
}
