package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest extends StoreTest {
  private static final JsonObject NOTHING = JsonObject.builder().build();

  /// A session that was open when the machine went down.
  private Path powerFailure() throws IOException {
    store.close();
    Path session = store.root().resolve("sessions/999999999-0");
    Files.createDirectories(session);
    Files.writeString(session.resolve("boot"), "another boot");
    Files.setLastModifiedTime(session.resolve("boot"), FileTime.fromMillis(0));
    return session;
  }

  private void lose(Digest content) throws IOException {
    Files.write(store.root().resolve("content/sha256").resolve(content.hex()), new byte[0]);
  }

  @Test
  void whatDidNotReachTheDiskIsGone() throws IOException {
    Layer whole;
    try (LayerDraft draft = store.layers().draft(List.of())) {
      whole = draft.commit(null);
    }
    Layer broken;
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().directory("d", FileAttributes.of(0700, 0, 0, NOW));
      broken = draft.commit(null);
    }
    Digest content = store.content().put(new byte[] {1, 2, 3});
    Digest sound = store.content().put(new byte[] {4});
    Path session = powerFailure();
    lose(content);
    Files.delete(broken.directory().resolve("d"));
    openStore();
    store.content().put(new byte[] {5}); // the first thing written makes a session, which recovers
    assertFalse(store.content().contains(content));
    assertTrue(store.content().contains(sound));
    assertTrue(store.layers().find(broken.id()).isEmpty());
    assertTrue(store.layers().find(whole.id()).isPresent());
    assertFalse(Files.exists(session));
    assertSound();
  }

  @Test
  void aCheckRecoversFirst() throws IOException {
    Digest content = store.content().put(new byte[] {1, 2, 3});
    Path session = powerFailure();
    lose(content);
    openStore();
    assertEquals(List.of(), store.check());
    assertFalse(store.content().contains(content));
    assertFalse(Files.exists(session));
  }

  @Test
  void recordsThatDidNotReachTheDiskOrLeadNowhereAreGone() throws IOException {
    Digest lost = store.content().put(new byte[] {1, 2, 3});
    Digest there = store.content().put(new byte[] {4});
    store.records("cache").put("empty", NOTHING, References.NONE);
    store.records("cache").put("lost", NOTHING, new References(List.of(lost), List.of()));
    store.records("cache").put("there", NOTHING, new References(List.of(there), List.of()));
    powerFailure();
    lose(lost);
    Files.write(store.root().resolve("records/cache/empty.json"), new byte[0]);
    openStore();
    assertEquals(List.of(), store.check());
    assertEquals(List.of("there"), store.records("cache").keys());
  }

  @Test
  void aLayerFromOutsideBecomesWhatItsPackedFormGives() throws IOException {
    // entries out of order: their trees do not give the same tars
    Layer whole = applied("whole", new TarBytes().file("b", "one").file("a", "two").bytes());
    Layer broken = applied("broken", new TarBytes().file("d", "three").file("c", "four").bytes());
    powerFailure();
    Files.write(broken.directory().resolve("c"), new byte[0]);
    openStore();
    assertEquals(List.of(), store.check());
    assertTrue(store.layers().find(whole.id()).isPresent());
    assertEquals("four", Files.readString(broken.directory().resolve("c")));
  }

  @Test
  void aLayerFromOutsideGoesWhenItIsDamagedAndSoIsItsPackedForm() throws IOException {
    byte[] tar = new TarBytes().file("d", "three").file("c", "four").bytes();
    Layer broken = apply(tar);
    Digest packed = store.content().put(tar);
    store.layers().remember(broken, Descriptor.of(MediaTypes.OCI_LAYER, packed, tar.length));
    powerFailure();
    lose(packed);
    Files.write(broken.directory().resolve("c"), new byte[0]);
    openStore();
    assertEquals(List.of(), store.check());
    assertTrue(store.layers().find(broken.id()).isEmpty());
  }

  /// The one layer of an image, with its packed form.
  private Layer applied(String image, byte[] tar) throws IOException {
    Layer layer = apply(tar);
    Digest digest = store.content().put(tar);
    store.layers().remember(layer, Descriptor.of(MediaTypes.OCI_LAYER, digest, tar.length));
    store.images().put(Reference.parse(image), Images.assemble(store, "x", layer), NOW);
    return layer;
  }

  @Test
  void aDamagedImageRecordIsNotHidden() throws IOException {
    Layer layer = apply(new TarBytes().file("a", "one").bytes());
    store.images().put(Reference.parse("app"), Images.assemble(store, "x", layer), NOW);
    powerFailure();
    Path name = store.root().resolve("records/names/docker.io%2Flibrary%2Fapp%3Alatest.json");
    Files.write(name, new byte[0]);
    openStore();
    assertEquals(1, store.check().size());
    assertTrue(Files.exists(name));
  }

  @Test
  void whatIsPublishedAfterACloseIsMarkedAsNotForced() throws IOException {
    Path mark =
        store
            .root()
            .resolve("sessions/" + ProcessHandle.current().pid() + "-0")
            .resolve("unforced");
    store.content().put(new byte[] {1});
    assertTrue(Files.exists(mark));
    store.close();
    assertFalse(Files.exists(mark));
    store.content().put(new byte[] {2});
    assertTrue(Files.exists(mark));
  }
}
