package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Repair;
import dev.jbuild.layer.Repair.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each test damages one thing behind the store's back.
class StoreRepairTest extends StoreTest {
  private static final JsonObject NOTHING = JsonObject.builder().build();
  private static final Reference NAME = Reference.parse("app:1");

  private Layer made;
  private Layer pulled;
  private Descriptor pulledBlob;
  private Descriptor manifest;

  @BeforeEach
  void image() throws IOException {
    byte[] tar = new TarBytes().directory("d").file("d/a", "pulled").bytes();
    pulled = apply(tar);
    pulledBlob = store.layers().blob(pulled, Compression.GZIP);
    store.layers().remember(pulled, pulledBlob);
    made = draft("b", "made", pulled);
    manifest = Images.assemble(store, "x", pulled, made);
    store.images().put(NAME, manifest, NOW);
    assertSound();
    assertEquals(List.of(), store.repair());
  }

  private Layer draft(String name, String content, Layer... parents) throws IOException {
    try (LayerDraft draft = store.layers().draft(List.of(parents))) {
      draft
          .tree()
          .file(
              name,
              dev.jbuild.layer.FileAttributes.of(0644, 0, 0, NOW),
              TarBytes.stream(content.getBytes(StandardCharsets.UTF_8)));
      return draft.commit(null);
    }
  }

  private Path content(Digest digest) {
    return store.root().resolve("content/sha256").resolve(digest.hex());
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private Path layerRecord(Layer layer) {
    return store
        .root()
        .resolve("layers")
        .resolve(layer.id().toString().replace(':', '-') + ".json");
  }

  private Path record(String kind) throws IOException {
    try (Stream<Path> files = Files.list(store.root().resolve("records").resolve(kind))) {
      return files.findFirst().orElseThrow();
    }
  }

  private List<Outcome> repair() throws IOException {
    List<Repair> repairs = store.repair();
    assertSound();
    assertEquals(List.of(), store.repair(), "a second repair");
    return repairs.stream().map(Repair::outcome).distinct().toList();
  }

  private boolean has(Reference name) throws IOException {
    return store.images().find(name).isPresent();
  }

  @Test
  void packsALayerAgainWhosePackedFormWasDamaged() throws IOException {
    byte[] before = Files.readAllBytes(content(pulledBlob.digest()));
    damage(content(pulledBlob.digest()));
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertArrayEquals(before, Files.readAllBytes(content(pulledBlob.digest())));
    assertTrue(has(NAME));
  }

  @Test
  void tellsWhichPackedFormHasBytesTooMany() throws IOException {
    Files.writeString(content(pulledBlob.digest()), "x", java.nio.file.StandardOpenOption.APPEND);
    List<String> subjects = store.check().stream().map(dev.jbuild.layer.Finding::subject).toList();
    assertEquals("content " + pulledBlob.digest(), subjects.getFirst());
    assertEquals(List.of(Outcome.REPAIRED), repair());
  }

  @Test
  void countsTheFilesOfAnImageWhoseRecordAndLayerCameBack() throws IOException {
    long size = store.images().find(NAME).orElseThrow().size();
    Files.writeString(record("images"), "not JSON");
    Files.writeString(layerRecord(pulled), "neither");
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertEquals(size, store.images().find(NAME).orElseThrow().size());
  }

  @Test
  void namesTheRecordThatIsLeftOutOfAList() throws IOException {
    Files.writeString(record("images"), "not JSON");
    List<Path> damaged = new java.util.ArrayList<>();
    assertEquals(List.of(), store.images().list(damaged::add));
    assertEquals(List.of(record("images")), damaged);
  }

  @Test
  void saysWhenAPackedFormIsNotOurs() throws IOException {
    byte[] tar = tar(made);
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (var gzip = new StoringGzip(out)) {
      gzip.write(tar);
    }
    Digest foreign = store.content().put(out.toByteArray());
    store
        .layers()
        .remember(
            made, Descriptor.of(dev.jbuild.image.MediaTypes.OCI_LAYER_GZIP, foreign, out.size()));
    damage(content(foreign));
    assertEquals(List.of(Outcome.LOST), repair());
    assertTrue(has(NAME), "the image can still be used");
    assertArrayEquals(tar, tar(made));
  }

  @Test
  void removesAnImageWhoseConfigurationIsGone() throws IOException {
    damage(content(store.images().find(NAME).orElseThrow().id()));
    List<Repair> repairs = store.repair();
    assertTrue(
        repairs.stream()
            .anyMatch(r ->
                r.outcome() == Outcome.LOST
                    && r.subject().equals("image 'app:1'")
                    && r.advice().contains("jbuild pull app:1")),
        repairs.toString());
    assertFalse(has(NAME));
    assertSound();
  }

  @Test
  void unpacksALayerAgainWhoseFilesWereChanged() throws IOException {
    Descriptor blob = store.layers().blob(made, Compression.ZSTD);
    Files.writeString(made.directory().resolve("b"), "changed");
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertTrue(has(NAME));
    List<Layer> stack = store.layers().stack(List.of(pulled.diffId(), made.diffId())).orElseThrow();
    assertEquals("made", Files.readString(stack.getLast().directory().resolve("b")));
    assertTrue(store.content().contains(blob.digest()));
  }

  @Test
  void losesAnImageWhoseOnlyCopyOfALayerWasChanged() throws IOException {
    Files.writeString(made.directory().resolve("b"), "changed");
    assertEquals(List.of(Outcome.REPAIRED, Outcome.LOST), repair());
    assertFalse(has(NAME));
  }

  @Test
  void leavesAChangedLayerToTheContainerThatHasIt() throws IOException {
    store.records("containers").put("c", NOTHING, References.toLayers(List.of(pulled, made)));
    Files.writeString(made.directory().resolve("b"), "changed");
    List<Repair> repairs = store.repair();
    assertEquals(List.of(Outcome.LEFT), repairs.stream().map(Repair::outcome).distinct().toList());
    assertTrue(has(NAME));
    assertTrue(Files.exists(made.directory()));
  }

  @Test
  void writesTheRecordOfALayerAgainFromItsFiles() throws IOException {
    byte[] tar = tar(made);
    Files.writeString(layerRecord(made), "{");
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertArrayEquals(tar, tar(store.layers().find(made.id()).orElseThrow()));
    Files.delete(layerRecord(pulled));
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertTrue(has(NAME));
  }

  @Test
  void writesTheRecordOfAnImageAgainFromItsManifest() throws IOException {
    Files.writeString(record("images"), "not JSON");
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertEquals(manifest.digest(), store.images().find(NAME).orElseThrow().manifest().digest());
    Files.delete(record("images"));
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertTrue(has(NAME));
  }

  @Test
  void forgetsANameThatCannotBeReadAndKeepsItsImage() throws IOException {
    Files.writeString(record("names"), "");
    assertEquals(List.of(Outcome.LOST), repair());
    assertEquals(1, store.images().list().size());
    assertEquals(List.of(), store.images().list().getFirst().names());
  }

  @Test
  void forgetsStepsWithoutLayers() throws IOException {
    Layer step = draft("c", "step");
    store.records("cache").put("k", NOTHING, References.toLayers(List.of(step)));
    Files.delete(layerRecord(step));
    assertEquals(List.of(Outcome.REPAIRED), repair());
    assertEquals(List.of(), store.records("cache").keys());
    store.records("cache").put("k", NOTHING, References.NONE);
    Files.writeString(record("cache"), "[]");
    assertEquals(List.of(Outcome.REPAIRED), repair());
  }

  /// gzip as nobody packs layers: without compression.
  private static final class StoringGzip extends java.util.zip.GZIPOutputStream {
    StoringGzip(java.io.OutputStream out) throws IOException {
      super(out);
      def.setLevel(java.util.zip.Deflater.NO_COMPRESSION);
    }
  }
}
