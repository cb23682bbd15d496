package dev.jbuild.registry.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {
  @TempDir private Path directory;

  private static PrivateKey key(String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
  }

  private static String pem(Object key) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(key);
    }
    return text.toString();
  }

  private PrivateKey read(String pem) throws IOException {
    return Pem.privateKey(Files.writeString(directory.resolve("client.key"), pem));
  }

  @ParameterizedTest
  @CsvSource({"RSA,RSA PRIVATE KEY", "Ed25519,PRIVATE KEY"})
  void readsKeysAsOlderToolsWriteThem(String algorithm, String heading) throws Exception {
    PrivateKey key = key(algorithm);
    String pem = pem(key);
    assertTrue(pem.contains("-----BEGIN " + heading + "-----"), pem);
    assertEquals(key, read("some words before\n" + pem));
  }

  @ParameterizedTest
  @CsvSource({"RSA", "EC", "Ed25519"})
  void readsPkcs8(String algorithm) throws Exception {
    PrivateKey key = key(algorithm);
    assertEquals(key, read(pem(new JcaPKCS8Generator(key, null).generate())));
  }

  /// As `openssl ecparam -genkey` and `openssl pkcs8 -topk8 -nocrypt` write one key.
  @Test
  void readsAnEcKeyBehindItsParameters() throws Exception {
    String traditional =
        """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIPmj0q86LWvrfmhR8vxA7LGaEzRFr42PXwLGsf1HgzyAoAoGCCqGSM49
        AwEHoUQDQgAENe1ITD/2q0y2aka6RlCHRxHWlHKLaAcuJZMqkdhDy4oRuMcRBV/M
        divQXVbHgZtS3tqFktUa/gqY9zKYfThkTg==
        -----END EC PRIVATE KEY-----
        """;
    String pkcs8 =
        """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+aPSrzota+t+aFHy
        /EDssZoTNEWvjY9fAsax/UeDPIChRANCAAQ17UhMP/arTLZqRrpGUIdHEdaUcoto
        By4lkyqR2EPLihG4xxEFX8x2K9BdVseBm1Le2oWS1Rr+Cpj3Mph9OGRO
        -----END PRIVATE KEY-----
        """;
    ECPrivateKey expected = (ECPrivateKey) read(pkcs8);
    ECPrivateKey key = (ECPrivateKey) read(traditional);
    assertEquals(expected.getS(), key.getS());
    assertEquals(expected.getParams(), key.getParams());
  }

  @Test
  void saysWhatIsWrongWithAFile() {
    assertMessage("has no private key", "hello");
    assertMessage(
        "is encrypted",
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAirlPfmzpillgICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECN8UOLqlywS26/G8XfmQDoEgZAw
        mX0opWT2y8i4n6ish7H45NS+38ljo4Ll5M4DCu8FtCb4gOxj+u3JoLPqUlEx9K0w
        Htn0fqIoY2JqAs9Sj2A4blgoNLrrfvE43NVs/NdHVubyNA/umB7YSHy3fb43urVQ
        RIz50VcEnCjZeXdC6ybPnuA12Y7XwaHonVSuQrSGpIU1Sb2kl3FQ2kFsdcPewyU=
        -----END ENCRYPTED PRIVATE KEY-----
        """);
    assertMessage(
        "cannot be read", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
  }

  private void assertMessage(String part, String pem) {
    IOException e = assertThrows(IOException.class, () -> read(pem));
    assertTrue(
        e.getMessage().contains(part) && e.getMessage().contains("client.key"), e.getMessage());
  }
}
