package dev.jbuild.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String EMPTY =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void hashesBytes() {
    assertEquals(EMPTY, Digest.sha256(new byte[0]).toString());
    assertEquals("ba7816bf8f01", Digest.sha256("abc".getBytes(StandardCharsets.UTF_8)).shortHex());
  }

  @Test
  void readsBothAlgorithms() {
    assertEquals(Digest.Algorithm.SHA256, Digest.parse(EMPTY).algorithm());
    assertEquals(Digest.Algorithm.SHA512, Digest.parse("sha512:" + "a".repeat(128)).algorithm());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256",
        "sha256:",
        "sha256:abc",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:../../../../../../../../../../../../../../../../../../../../../etc",
      })
  void refusesWhatIsNotADigest(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Digest.parse(text)).getMessage();
    assertTrue(message.startsWith("digest "), message);
  }
}
