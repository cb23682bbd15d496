package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.FileNames;
import dev.jbuild.linux.Opening;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What the entries of a tar become, and what applying it promises.
class LayerApplyTest extends StoreTest {
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
      String name = FileNames.decode(new byte[] {'n', (byte) 0xe4, (byte) 0xff});
      byte[] tar = new TarBytes().file(name, "x").bytes();
      assertArrayEquals(tar, tar(apply(tar)));
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
    InputStream in =
        new ByteArrayInputStream(tar) {
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
    try (var root = Opening.directory(layer.directory())) {
      long blocks = Attributes.status(root, "sparse").orElseThrow().blocks();
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
