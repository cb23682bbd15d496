package dev.jbuild.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64",
    "linux/x86_64, linux/amd64",
    "Linux/AArch64, linux/arm64",
    "linux/arm64/v8, linux/arm64",
    "linux/armhf, linux/arm/v7",
    "linux/arm/7, linux/arm/v7",
    "linux/i686, linux/386",
  })
  void normalisesNames(String text, String expected) {
    assertEquals(expected, Platform.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "linux/", "linux/amd64/v1/x", "linux/a b"})
  void refusesOddNames(String text) {
    assertThrows(IllegalArgumentException.class, () -> Platform.parse(text));
  }

  @Test
  void acceptsAVariantThatOneSideLeavesOut() {
    Platform arm = Platform.parse("linux/arm");
    assertTrue(arm.accepts(Platform.parse("linux/arm/v7")));
    assertFalse(Platform.parse("linux/arm/v6").accepts(Platform.parse("linux/arm/v7")));
    assertFalse(arm.accepts(Platform.parse("linux/arm64")));
  }

  @Test
  void selectsTheEntryOfAnIndexThatRunsHere() {
    Digest digest = Digest.sha256(new byte[] {1});
    Descriptor attestation =
        Descriptor.of(MediaTypes.OCI_MANIFEST, digest, 1)
            .withPlatform(Platform.of("unknown", "unknown", ""));
    Descriptor arm =
        Descriptor.of(MediaTypes.OCI_MANIFEST, digest, 2)
            .withPlatform(Platform.parse("linux/arm64"));
    ImageIndex index = ImageIndex.of(MediaTypes.OCI_INDEX, List.of(attestation, arm));
    assertEquals(arm, index.select(Platform.parse("linux/arm64/v8")).orElseThrow());
    assertTrue(index.select(Platform.parse("linux/amd64")).isEmpty());
    Descriptor plain = Descriptor.of(arm.mediaType(), arm.digest(), arm.size());
    ImageIndex bare =
        ImageIndex.of(MediaTypes.OCI_INDEX, List.of(plain, arm.withPlatform(Platform.host())));
    assertEquals(
        plain,
        ImageIndex.of(MediaTypes.OCI_INDEX, List.of(plain)).select(Platform.host()).orElseThrow());
    assertEquals(
        Platform.host(), bare.select(Platform.host()).orElseThrow().platform().orElseThrow());
  }
}
