package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerApplyTest extends StoreTest {
  private TreeEntry stat(String path, Layer... layers) throws IOException {
    return UnionView.of(List.of(layers)).stat(path).orElseThrow();
  }

  @Test
  void manyFilesOfAllSizesAreWholeWhateverStandsAroundThem() throws IOException {
    TarBytes tar = new TarBytes();
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      // some as large as a batch of small ones takes, some larger, some replaced, some linked
      int length = i % 50 == 0 ? 64 << 10 : i % 50 == 1 ? (64 << 10) + 1 : i;
      contents.add(String.valueOf((char) ('a' + i % 26)).repeat(length));
      if (i % 7 == 0) {
        tar.file("d" + i % 10 + "/" + i, "replaced");
      }
      tar.file("d" + i % 10 + "/" + i, contents.get(i));
      if (i % 11 == 0) {
        tar.hardLink("links/" + i, "d" + i % 10 + "/" + i);
      }
    }
    Layer layer = apply(tar.bytes());
    for (int i = 0; i < 1000; i++) {
      Path file = stat("/d" + i % 10 + "/" + i, layer).location();
      assertEquals(contents.get(i), Files.readString(file), "file " + i);
      assertEquals(TarBytes.TIME, Files.getLastModifiedTime(file).to(TimeUnit.SECONDS));
      if (i % 11 == 0) {
        assertTrue(Files.isSameFile(file, stat("/links/" + i, layer).location()));
      }
    }
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

  @Nested
  class Deletions {
    @Test
    void hideFilesAndDirectoriesOfLowerLayers() throws IOException {
      Layer base =
          apply(
              new TarBytes()
                  .directory("a")
                  .file("a/x", "1")
                  .file("a/y", "2")
                  .directory("b")
                  .file("b/z", "3")
                  .bytes());
      byte[] tar = new TarBytes().file(".wh.b", "").directory("a").file("a/.wh.x", "").bytes();
      Layer top = apply(tar, base);
      assertEquals(List.of("/a", "/a/y"), paths(base, top));
    }

    @Test
    void opaqueDirectoriesHideLowerContentWhateverTheOrder() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/old", "1").bytes());
      Layer first =
          apply(
              new TarBytes().directory("d").file("d/.wh..wh..opq", "").file("d/new", "").bytes(),
              base);
      Layer last =
          apply(
              new TarBytes().directory("d").file("d/new", "").file("d/.wh..wh..opq", "").bytes(),
              base);
      assertEquals(List.of("/d", "/d/new"), paths(base, first));
      assertEquals(List.of("/d", "/d/new"), paths(base, last));
    }

    @Test
    void aDeletedDirectoryThatIsMadeAnewIsOpaque() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/old", "1").bytes());
      Layer before =
          apply(new TarBytes().file(".wh.d", "").directory("d").file("d/n", "").bytes(), base);
      Layer after =
          apply(new TarBytes().directory("d").file("d/n", "").file(".wh.d", "").bytes(), base);
      assertEquals(List.of("/d", "/d/n"), paths(base, before));
      assertEquals(List.of("/d", "/d/n"), paths(base, after));
    }

    @Test
    void neverHideWhatTheSameLayerHas() throws IOException {
      Layer base = apply(new TarBytes().file("f", "old").bytes());
      Layer top = apply(new TarBytes().file("f", "new").file(".wh.f", "").bytes(), base);
      assertEquals(3, stat("/f", base, top).size());
    }

    @Test
    void anOpaqueRootHidesAllBelow() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/x", "").file("f", "").bytes());
      Layer top = apply(new TarBytes().file(".wh..wh..opq", "").directory("d").bytes(), base);
      assertEquals(List.of("/d"), paths(base, top));
    }

    @Test
    void inTheLowestLayerMeanNothing() throws IOException {
      Layer only = apply(new TarBytes().file(".wh.x", "").file("f", "").bytes());
      assertEquals(List.of("/f"), paths(only));
      assertFalse(Files.exists(only.directory().resolve("x"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void leftByAufsArePassedOver() throws IOException {
      Layer layer =
          apply(
              new TarBytes()
                  .directory(".wh..wh.plnk")
                  .file(".wh..wh.plnk/1.2", "x")
                  .file("f", "")
                  .bytes());
      assertEquals(List.of("/f"), paths(layer));
    }
  }

  @Nested
  class LowerLayers {
    @Test
    void giveHardLinksTheirFile() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/f", "shared").bytes());
      Layer top = apply(new TarBytes().hardLink("link", "d/f").bytes(), base);
      assertEquals("shared", Files.readString(top.directory().resolve("link")));
      assertEquals(2, stat("/d/f", base, top).links());
      assertEquals(stat("/link", base, top).inode(), stat("/d/f", base, top).inode());
      assertTrue(top.id().parents().isPresent(), "its directory depends on the base");
    }

    @Test
    void giveMissingParentsTheirAttributes() throws IOException {
      byte[] lower =
          new TarBytes()
              .entry(
                  new TarEntry(
                      TarType.DIRECTORY,
                      "d/",
                      01777,
                      5,
                      6,
                      77,
                      0,
                      0,
                      "",
                      0,
                      0,
                      false,
                      Map.of("user.k", new byte[] {1})),
                  new byte[0])
              .bytes();
      Layer base = apply(lower);
      byte[] tar = new TarBytes().file("d/f", "x").bytes();
      Layer top = apply(tar, base);
      TreeEntry d = stat("/d", base, top);
      assertEquals(01777, d.mode());
      assertEquals(5, d.uid());
      assertEquals(77, d.modified().getEpochSecond());
      // On another base the same tar is another directory.
      Layer other = apply(new TarBytes().directory("e").bytes());
      Layer again = apply(tar, other);
      assertNotEquals(top.directory(), again.directory());
      assertEquals(0755, stat("/d", other, again).mode());
      assertEquals(again, store.layers().find(again.diffId(), List.of(other)).orElseThrow());
    }

    @Test
    void leadThroughTheirLinks() throws IOException {
      Layer base =
          apply(
              new TarBytes()
                  .directory("usr")
                  .directory("usr/lib")
                  .symlink("lib", "usr/lib")
                  .bytes());
      Layer top = apply(new TarBytes().file("lib/x.so", "").bytes(), base);
      assertEquals(List.of("/lib", "/usr", "/usr/lib", "/usr/lib/x.so"), paths(base, top));
      assertTrue(stat("/lib", base, top).isSymlink());
    }

    @Test
    void shareOneDirectoryOfALayerThatIsCompleteInItself() throws IOException {
      byte[] tar = new TarBytes().directory("d").file("d/f", "x").bytes();
      Layer a = apply(new TarBytes().file("a", "").bytes());
      Layer b = apply(new TarBytes().file("b", "").bytes());
      assertEquals(apply(tar, a).directory(), apply(tar, b).directory());
    }

    @Test
    void keepTheAttributesOfTheirRoot() throws IOException {
      TarEntry root =
          new TarEntry(TarType.DIRECTORY, "./", 0700, 0, 0, 9, 0, 0, "", 0, 0, false, Map.of());
      byte[] tar = new TarBytes().file("f", "").bytes();
      Layer plain = apply(tar);
      Layer base = apply(new TarBytes().entry(root, new byte[0]).bytes());
      Layer top = apply(tar, base);
      assertEquals(0700, stat("/", base, top).mode());
      assertEquals(0755, stat("/", plain).mode());
      assertNotEquals(plain.directory(), top.directory());
    }
  }

  @Nested
  class Entries {
    @Test
    void ofAllKindsArriveWithTheirAttributes() throws IOException {
      byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      byte[] tar =
          new TarBytes()
              .device("block", TarType.BLOCK_DEVICE, 8, 300)
              .device("char", TarType.CHARACTER_DEVICE, 5, 1)
              .device("fifo", TarType.FIFO, 0, 0)
              .entry(
                  new TarEntry(
                      TarType.FILE,
                      "ping",
                      04755,
                      3_000_000,
                      4_000_000,
                      -3,
                      0,
                      1,
                      "",
                      0,
                      0,
                      false,
                      Map.of("security.capability", capability)),
                  new byte[] {'x'})
              .bytes();
      Layer layer = apply(tar);
      assertEquals(FileKind.BLOCK_DEVICE, stat("/block", layer).kind());
      assertEquals(300, stat("/block", layer).minor());
      assertEquals(8, stat("/block", layer).major());
      assertEquals(FileKind.FIFO, stat("/fifo", layer).kind());
      TreeEntry ping = stat("/ping", layer);
      assertEquals(04755, ping.mode());
      assertEquals(3_000_000, ping.uid());
      assertEquals(-3, ping.modified().getEpochSecond());
      assertArrayEquals(tar, tar(layer));
    }

    @Test
    void thatComeTwiceAreTheLaterOne() throws IOException {
      Layer layer =
          apply(
              new TarBytes()
                  .file("a", "first")
                  .file("a", "2nd")
                  .directory("d")
                  .file("d/x", "")
                  .file("d", "now a file")
                  .symlink("l", "d")
                  .directory("l")
                  .file("l/y", "")
                  .directory("l")
                  .bytes());
      assertEquals(List.of("/a", "/d", "/l", "/l/y"), paths(layer));
      assertEquals("2nd", Files.readString(layer.directory().resolve("a")));
    }

    @Test
    void mayBeginWithADotOrASlash() throws IOException {
      Layer layer = apply(new TarBytes().file("./a", "").file("/b", "").file("c/../d", "").bytes());
      assertEquals(List.of("/a", "/b", "/d"), paths(layer));
    }

    @Test
    void withManyNamesAreOneFile() throws IOException {
      byte[] tar = new TarBytes().file("a", "x").hardLink("b", "a").hardLink("c", "a").bytes();
      Layer layer = apply(tar);
      assertEquals(3, stat("/c", layer).links());
      assertArrayEquals(tar, tar(layer));
    }

    @Test
    void withNamesThatAreNoUtf8SurviveTheRoundTrip() throws IOException {
      String name = dev.jbuild.linux.FileNames.decode(new byte[] {'n', (byte) 0xe4, (byte) 0xff});
      byte[] tar = new TarBytes().file(name, "x").bytes();
      assertArrayEquals(tar, tar(apply(tar)));
    }
  }

  @Nested
  class HostileTars {
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
        Layer layer =
            apply(new TarBytes().symlink("out", target).file("out/secret", "evil").bytes());
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
                  "/etc".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                  "user.ok",
                  new byte[] {1}));
      Layer layer = apply(new TarBytes().entry(entry, new byte[0]).bytes());
      try (var root = dev.jbuild.linux.Opening.directory(layer.directory())) {
        assertEquals(List.of("user.ok"), dev.jbuild.linux.Xattrs.list(root, "d"));
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
  }

  @Test
  void aWrongDigestPublishesNothing() throws IOException {
    byte[] tar = new TarBytes().file("f", "x").bytes();
    Digest other = Digest.sha256(new byte[0]);
    ContentException.DigestMismatch e =
        assertThrows(
            ContentException.DigestMismatch.class,
            () -> store.layers().apply(TarBytes.stream(tar), other, List.of()));
    assertEquals(Digest.sha256(tar), e.actual());
    assertEquals(List.of(), store.layers().list());
    assertSound();
  }

  @Test
  void readsItsStreamToTheEndAndLeavesItOpen() throws IOException {
    byte[] tar = new TarBytes().file("f", "x").bytes();
    boolean[] closed = new boolean[1];
    java.io.InputStream in =
        new java.io.ByteArrayInputStream(tar) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    for (int i = 0; i < 2; i++) { // the second time the layer is there already
      store.layers().apply(in, TarBytes.digest(tar), List.of());
      assertEquals(0, in.available());
      assertFalse(closed[0]);
      in.reset();
    }
  }

  @Test
  void aSparseFileStaysSparse() throws IOException {
    // An old GNU header: 3 bytes at 10 MiB of a file of 20 MiB.
    byte[] tar = SparseTar.bytes(10L << 20, "abc", 20L << 20);
    Layer layer = apply(tar);
    Path file = layer.directory().resolve("sparse");
    assertEquals(20L << 20, Files.size(file));
    assertEquals(20L << 20, layer.size());
    try (var root = dev.jbuild.linux.Opening.directory(layer.directory())) {
      long blocks = dev.jbuild.linux.Attributes.status(root, "sparse").orElseThrow().blocks();
      assertTrue(blocks < 100, "it takes " + blocks + " blocks");
    }
  }

  @Test
  void attributesThatNoLinkCanHaveAreLeftOut() throws IOException {
    Map<String, byte[]> xattrs = Map.of("user.x", new byte[] {1});
    TarBytes tar = new TarBytes();
    for (TarType type : List.of(TarType.SYMLINK, TarType.FIFO)) {
      String name = type.toString();
      tar.entry(
          new TarEntry(type, name, 0644, 0, 0, 0, 0, 0, "to", 0, 0, false, xattrs), new byte[0]);
    }
    Layer layer = apply(tar.bytes());
    assertEquals(List.of("/FIFO", "/SYMLINK"), paths(layer));
    assertEquals("to", stat("/SYMLINK", layer).target());
  }
}
