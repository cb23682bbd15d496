package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.UnionView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLayerStoreTest {
  @TempDir Path temporary;
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(temporary.resolve("store"), InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Layer apply(byte[] tar, Layer... parents) throws IOException {
    return store.layers().apply(TarBytes.stream(tar), TarBytes.digest(tar), List.of(parents));
  }

  private byte[] tar(Layer layer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.layers().writeTar(layer, out);
    return out.toByteArray();
  }

  @Test
  void givesBackTheBytesOfACanonicalTar() throws IOException {
    byte[] tar =
        new TarBytes()
            .directory("bin")
            .file("bin/sh", "#!")
            .symlink("bin/zsh", "/bin/sh")
            .directory("etc")
            .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n")
            .hardLink("etc/passwd-", "etc/passwd")
            .bytes();
    Layer layer = apply(tar);
    assertArrayEquals(tar, tar(layer));
    assertEquals("#!", Files.readString(layer.directory().resolve("bin/sh")));
    assertTrue(store.check().isEmpty(), () -> "found " + checked());
  }

  private String checked() {
    try {
      return store.check().toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void packedLayersUnpackToTheSameTar() throws IOException {
    byte[] tar = new TarBytes().file("a", "x".repeat(3_000_000)).bytes();
    Layer layer = apply(tar);
    for (Compression c : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
      Descriptor blob = store.layers().blob(layer, c);
      assertEquals(c.method().mediaType(), blob.mediaType());
      try (var in = store.content().open(blob.digest())) {
        assertEquals(layer.diffId(), store.layers().apply(in, layer.diffId(), List.of()).diffId());
      }
    }
    assertEquals(3, store.layers().blobs(layer).size());
  }

  @Test
  void commitsADraftAndFindsItAgain() throws IOException {
    Layer base = apply(new TarBytes().directory("etc").file("etc/old", "1").bytes());
    Layer made;
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      FileAttributes file = FileAttributes.of(0600, 7, 8, Instant.ofEpochSecond(99));
      draft
          .tree()
          .file(
              "/etc/new",
              file,
              TarBytes.stream("2".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      draft.tree().remove("etc/old");
      made = draft.commit(null);
    }
    UnionView view = UnionView.of(List.of(base, made));
    assertEquals(List.of("/etc/new"), view.list("/etc").stream().map(e -> e.path()).toList());
    assertEquals(7, view.stat("/etc/new").orElseThrow().uid());
    assertEquals(made, store.layers().find(made.diffId(), List.of(base)).orElseThrow());
    byte[] tar = tar(made);
    assertEquals(made.diffId(), TarBytes.digest(tar));
    assertFalse(Files.exists(store.root().resolve("sessions/none")));
    assertTrue(store.check().isEmpty());
  }
}
