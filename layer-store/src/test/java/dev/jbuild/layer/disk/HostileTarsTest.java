package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tars that want out of the root, or are no layers.
class HostileTarsTest extends StoreTest {
  private Path secret;

  private void assertRefused(byte[] tar, Layer... parents) throws IOException {
    secret = temporary.resolve("secret");
    Files.writeString(secret, "outside");
    assertThrows(ContentException.Corrupt.class, () -> apply(tar, parents));
    assertEquals("outside", Files.readString(secret));
    assertTrue(store.layers().find(LayerId.of(Digest.sha256(tar))).isEmpty());
    assertSound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "a/../../secret", "..", "/../secret", "./../../secret"})
  void cannotLeaveTheRootByName(String name) throws IOException {
    assertRefused(new TarBytes().file(name, "evil").bytes());
    assertRefused(new TarBytes().symlink("x", "y").hardLink("h", name).bytes());
  }

  @Test
  void cannotWriteThroughALinkToTheOutside() throws IOException {
    secret = temporary.resolve("secret");
    Files.writeString(secret, "outside");
    for (String target : List.of(temporary.toString(), "../../../..", "/")) {
      Layer layer = apply(new TarBytes().symlink("out", target).file("out/secret", "evil").bytes());
      assertTrue(paths(layer).stream().anyMatch(p -> p.endsWith("/secret")));
      assertEquals("outside", Files.readString(secret));
    }
  }

  @Test
  void cannotReadTheOutsideThroughHardLinks() throws IOException {
    assertRefused(new TarBytes().symlink("s", "/etc").hardLink("h", "s/hostname").bytes());
    assertRefused(new TarBytes().hardLink("h", "/etc/passwd").bytes());
  }

  @Test
  void cannotRemoveTheOutsideByWhiteout() throws IOException {
    Layer base = apply(new TarBytes().symlink("s", temporary.toString()).bytes());
    secret = temporary.resolve("secret");
    Files.writeString(secret, "outside");
    apply(new TarBytes().file("s/.wh.secret", "").bytes(), base);
    assertEquals("outside", Files.readString(secret));
    assertRefused(new TarBytes().file(".wh...", "").bytes(), base);
    assertRefused(new TarBytes().file(".wh..", "").bytes(), base);
    assertRefused(new TarBytes().file(".wh.", "").bytes(), base);
    assertRefused(new TarBytes().file(".wh.a/b", "").bytes(), base);
  }

  @Test
  void cannotSetTheMarksOfOverlayfs() throws IOException {
    TarEntry entry =
        new TarEntry(
            TarType.DIRECTORY,
            "d/",
            0755,
            0,
            0,
            0,
            0,
            0,
            "",
            0,
            0,
            false,
            Map.of(
                "trusted.overlay.redirect",
                "/etc".getBytes(StandardCharsets.US_ASCII),
                "user.ok",
                new byte[] {1}));
    Layer layer = apply(new TarBytes().entry(entry, new byte[0]).bytes());
    try (var root = Opening.directory(layer.directory())) {
      assertEquals(List.of("user.ok"), Xattrs.list(root, "d"));
    }
  }

  @Test
  void cannotPutAFileBelowAFile() throws IOException {
    assertRefused(new TarBytes().file("f", "").file("f/g", "").bytes());
  }

  @Test
  void cannotLoopForEver() throws IOException {
    assertRefused(new TarBytes().symlink("a", "b").symlink("b", "a").file("a/x", "").bytes());
  }

  @Test
  void cannotReplaceTheRoot() throws IOException {
    assertRefused(new TarBytes().file(".", "").bytes());
    assertRefused(new TarBytes().symlink("./", "/etc").bytes());
  }

  @Test
  void cannotLinkADirectoryOrThemselves() throws IOException {
    assertRefused(new TarBytes().directory("d").hardLink("h", "d").bytes());
    Layer layer = apply(new TarBytes().file("f", "x").hardLink("f", "f").bytes());
    assertEquals(List.of("/f"), paths(layer));
  }

  @Test
  void withANameBeyondTheKernelsLimitAreRefused() throws IOException {
    assertRefused(new TarBytes().file("d/".repeat(3000) + "f", "").bytes());
  }

  @Test
  void aTarThatEndsAmongSmallFilesIsMalformedAndLeavesNothingOpen() throws IOException {
    TarBytes tar = new TarBytes();
    for (int i = 0; i < 500; i++) {
      tar.file("f" + i, "x".repeat(1000));
    }
    byte[] cut = Arrays.copyOf(tar.bytes(), 400 * 1536 + 600);
    long before = openFiles();
    assertThrows(ContentException.Malformed.class, () -> apply(cut));
    assertTrue(openFiles() <= before + 20, "descriptors of files were left open");
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }
}
