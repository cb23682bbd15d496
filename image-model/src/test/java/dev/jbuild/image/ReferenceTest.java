package dev.jbuild.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "busybox, docker.io/library/busybox, busybox",
    "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
    "library/busybox, docker.io/library/busybox, busybox",
    "me/app:v1, docker.io/me/app:v1, me/app:v1",
    "docker.io/me/app, docker.io/me/app, me/app",
    "index.docker.io/library/busybox, docker.io/library/busybox, busybox",
    "localhost/app, localhost/app, localhost/app",
    "localhost:5000/app:x, localhost:5000/app:x, localhost:5000/app:x",
    "127.0.0.1:5000/a/b/c, 127.0.0.1:5000/a/b/c, 127.0.0.1:5000/a/b/c",
    "[::1]:5000/app, [::1]:5000/app, [::1]:5000/app",
    "Reg/app, Reg/app, Reg/app",
    "a__b/c--d.e_f, docker.io/a__b/c--d.e_f, a__b/c--d.e_f",
  })
  void readsDockersNames(String text, String full, String familiar) {
    Reference reference = Reference.parse(text);
    assertEquals(full, reference.toString());
    assertEquals(familiar, reference.familiar());
  }

  @Test
  void readsTagAndDigestTogether() {
    Reference reference = Reference.parse("busybox:1.36@" + DIGEST);
    assertEquals("1.36", reference.tag().orElseThrow());
    assertEquals(DIGEST, reference.digest().orElseThrow().toString());
    assertEquals(DIGEST, reference.target(), "the digest decides what is fetched");
  }

  @Test
  void addsLatestOnlyWhenNothingIsGiven() {
    assertEquals("busybox:latest", Reference.parse("busybox").withDefaultTag().familiar());
    assertEquals("busybox:1", Reference.parse("busybox:1").withDefaultTag().familiar());
    assertEquals(
        "busybox@" + DIGEST, Reference.parse("busybox@" + DIGEST).withDefaultTag().familiar());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":tag",
        "UPPER",
        "a//b",
        "/a",
        "a/",
        "a:",
        "a:ta g",
        "a:-x",
        "a@sha256:12",
        "a@b@c",
        "-a",
        "a..b",
        "a/../b",
        "host.io:x/a",
        "https://example.com/a",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      })
  void refusesWhatIsNotAReference(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Reference.parse(text)).getMessage();
    assertTrue(message.contains("image reference"), message);
  }

  @Test
  void refusesLongNames() {
    assertThrows(IllegalArgumentException.class, () -> Reference.parse("a/" + "b".repeat(255)));
  }
}
