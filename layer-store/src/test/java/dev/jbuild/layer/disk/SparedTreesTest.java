package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Layers whose packed forms are on the disk: their trees need not be, and are unpacked again after
/// a power failure took something of them.
class SparedTreesTest extends StoreTest {
  private static final JsonObject NOTHING = JsonObject.builder().build();

  private final List<byte[]> tars = new ArrayList<>();

  private Layer pulled(byte[] tar, Layer... parents) throws IOException {
    Layer layer = apply(tar, parents);
    store.layers().remember(layer, packed(store, tar));
    tars.add(tar);
    return layer;
  }

  private static Descriptor packed(Store store, byte[] tar) throws IOException {
    return Descriptor.of(MediaTypes.OCI_LAYER, store.content().put(tar), tar.length);
  }

  private List<Path> notes() throws IOException {
    Path directory = store.root().resolve("unforced");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> notes = Files.list(directory)) {
      return notes.toList();
    }
  }

  /// Ends all processes, then the machine, which starts again; the disk has what it has.
  private void restartTheMachine() throws IOException {
    store.close();
    int number = 0;
    for (Path note : notes()) {
      assertTrue(note.getFileName().toString().startsWith(bootId()), note.toString());
      Files.move(note, note.resolveSibling("another-boot_1-" + number++));
    }
    openStore();
  }

  private static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  private static void lose(Layer layer, String file) throws IOException {
    Files.write(layer.directory().resolve(file), new byte[0]);
  }

  @Test
  void aTreeThatTheDiskLostIsUnpackedAgain() throws IOException {
    // out of order, so that the trees do not give the same tars
    Layer whole = pulled(new TarBytes().file("b", "one").file("a", "two").bytes());
    Layer broken = pulled(new TarBytes().file("d", "three").file("c", "four").bytes());
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", whole, broken), NOW);
    store.records("containers").put("c", NOTHING, new References(List.of(), List.of(broken.id())));
    assertEquals(1, notes().size());
    restartTheMachine();
    lose(broken, "c");
    store.lease("test").close();
    assertEquals(List.of(), notes());
    assertEquals("four", Files.readString(broken.directory().resolve("c")));
    assertEquals(broken, store.layers().find(broken.id()).orElseThrow());
    assertSound();
  }

  @Test
  void aLayerThatTakesSomethingFromALostOneGetsTheRightBytes() throws IOException {
    Layer lower = pulled(new TarBytes().file("z", "lower").file("a", "more").bytes());
    Layer upper = pulled(new TarBytes().hardLink("y", "z").file("b", "upper").bytes(), lower);
    assertTrue(upper.id().parents().isPresent());
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", lower, upper), NOW);
    restartTheMachine();
    lose(lower, "z");
    lose(upper, "y");
    assertSound();
    assertEquals("lower", Files.readString(lower.directory().resolve("z")));
    assertEquals("lower", Files.readString(upper.directory().resolve("y")));
  }

  @Test
  void aLayerWithoutAPackedFormGoesAndItsImageIsTold() throws IOException {
    byte[] tar = new TarBytes().file("b", "one").file("a", "two").bytes();
    Layer layer = pulled(tar);
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", layer), NOW);
    restartTheMachine();
    lose(layer, "b");
    Files.delete(store.root().resolve("content/sha256").resolve(Digest.sha256(tar).hex()));
    store.lease("test").close();
    assertEquals(List.of(), notes());
    assertTrue(store.layers().find(layer.id()).isEmpty());
    assertFalse(store.check().isEmpty());
  }

  @Test
  void aLayerThatWentMeanwhileIsNoneToLookAt() throws IOException {
    pulled(new TarBytes().file("b", "one").bytes());
    store.sync();
    assertEquals(1, notes().size());
    assertEquals(1, store.collectGarbage().layers().size());
    Files.writeString(notes().getFirst(), "sha256:cut", java.nio.file.StandardOpenOption.APPEND);
    restartTheMachine();
    assertSound();
    assertEquals(List.of(), notes());
  }

  /// What a file holds that was not forced, on file systems that do not order data and names.
  @Test
  void aNoteOfAnyBytesStopsNobody() throws IOException {
    pulled(new TarBytes().file("b", "one").bytes());
    store.sync();
    Files.write(notes().getFirst(), new byte[] {(byte) 0xff, 0, '\n', (byte) 0xc3, '@'});
    restartTheMachine();
    assertSound();
    assertEquals(List.of(), notes());
  }

  @Test
  void treesThatCannotBeUnpackedAgainAreForcedAndTheOthersWithThem() throws IOException {
    pulled(new TarBytes().file("b", "one").bytes());
    store.sync();
    assertEquals(1, notes().size());
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.commit(null);
    }
    store.sync();
    assertEquals(List.of(), notes());
  }

  @Test
  void aTreeIsForcedWhenItsPackedFormIsNotKept() throws IOException {
    apply(new TarBytes().file("b", "one").bytes());
    pulled(new TarBytes().file("c", "one").bytes());
    store.sync();
    assertEquals(List.of(), notes());
  }

  /// Each layer has a record and a packed form to be forced.
  @Test
  void manySmallTreesAreForcedTogether() throws IOException {
    for (int i = 0; i < 15; i++) {
      pulled(new TarBytes().file("f" + i, "one").bytes());
    }
    store.sync();
    assertEquals(List.of(), notes());
  }

  @Test
  void ofManyLayersTreesOfManyFilesAreSpared() throws IOException {
    for (int i = 0; i < 15; i++) {
      TarBytes tar = new TarBytes();
      for (int j = 0; j < 300; j++) {
        tar.file("f" + i + "-" + j, "");
      }
      pulled(tar.bytes());
    }
    store.sync();
    assertEquals(1, notes().size());
  }

  @Test
  void notesGoWhenTheKernelHasHadTimeToWriteTheTrees() throws IOException {
    pulled(new TarBytes().file("b", "one").bytes());
    store.sync();
    pulled(new TarBytes().file("c", "one").bytes());
    assertEquals(1, notes().size());
    Files.setLastModifiedTime(notes().getFirst(), FileTime.from(Instant.now().minusSeconds(70)));
    Path first = notes().getFirst();
    pulled(new TarBytes().file("d", "one").bytes());
    assertFalse(Files.exists(first));
    store.sync();
    assertEquals(1, notes().size());
  }

  @Test
  void thePlainTarOfASparedTreeGoesOnceItsPackedFormIsSafe() throws IOException {
    byte[] tar = new TarBytes().file("b", "one").file("a", "two").bytes();
    Layer layer = pulled(tar);
    Descriptor plain = packed(store, tar);
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", layer), NOW);
    store.close();
    openStore();
    store.layers().pack(layer, plain);
    List<Descriptor> blobs = store.layers().blobs(layer);
    assertEquals(1, blobs.size());
    Files.delete(store.root().resolve("content/sha256").resolve(plain.digest().hex()));
    restartTheMachine();
    lose(layer, "a");
    store.lease("test").close();
    assertEquals("two", Files.readString(layer.directory().resolve("a")));
    try (InputStream in = store.content().open(blobs.getFirst().digest())) {
      assertTrue(in.read() >= 0);
    }
  }
}
