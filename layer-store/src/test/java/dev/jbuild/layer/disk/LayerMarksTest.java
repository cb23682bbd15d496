package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.file.StorePaths;
import dev.jbuild.layer.tree.DeviceStandIn;
import dev.jbuild.layer.tree.MarkSpace;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What root without CAP_SYS_ADMIN or CAP_MKNOD leaves in trees, and what others make of it.
class LayerMarksTest extends StoreTest {
  @BeforeEach
  void needsMarks() {
    assumeTrue(OverlayForm.current().space() == MarkSpace.TRUSTED, "needs root, for the marks");
  }

  private LayerRecord record(Layer layer) throws IOException {
    return LayerRecord.read(storePaths(), layer.id()).orElseThrow();
  }

  private StorePaths storePaths() {
    return new StorePaths(temporary.resolve("store"));
  }

  private void write(LayerRecord record) throws IOException {
    Files.write(storePaths().layerRecord(record.id()), record.toBytes());
  }

  private static boolean isMarked(Layer layer, String path, MarkSpace space) throws IOException {
    try (Fd directory = Opening.directory(layer.directory().resolve(path))) {
      return space.isMarked(directory);
    }
  }

  /// The layer as a process would have left it that cannot write `trusted.` names.
  private void asLeftByContainer(Layer layer) throws IOException {
    for (String path : layer.opaque()) {
      try (Fd directory = Opening.directory(layer.directory().resolve(path))) {
        Xattrs.remove(directory, "trusted.overlay.opaque");
        MarkSpace.USER.mark(directory);
      }
    }
    write(record(layer).withMarks(List.of(MarkSpace.USER)));
  }

  private Layer below() throws IOException {
    return apply(new TarBytes().directory("d").file("d/1", "a").bytes());
  }

  private static TarBytes opaque() throws IOException {
    return new TarBytes().directory("d").file("d/.wh..wh..opq", "").file("d/2", "b");
  }

  /// A layer made here that has an opaque directory.
  private Layer draft(Layer below) throws IOException {
    try (LayerDraft draft = store.layers().draft(List.of(below))) {
      draft.tree().remove("d");
      draft.tree().directory("d", FileAttributes.of(0755, 0, 0, NOW));
      return draft.commit(null);
    }
  }

  @Test
  void aRecordSaysWhereTheMarksAre() throws IOException {
    Layer below = below();
    Layer layer = apply(opaque().bytes(), below);
    assertEquals(List.of(MarkSpace.TRUSTED), record(layer).marks());
    assertEquals(List.of(), record(below).marks());
  }

  @Test
  void marksThatTheKernelReadsAreAddedOnce() throws IOException {
    Layer below = below();
    Layer layer = apply(opaque().bytes(), below);
    asLeftByContainer(layer);
    assertSound();
    assertFalse(isMarked(layer, "d", MarkSpace.TRUSTED));

    store.layers().prepare(List.of(below, layer));
    assertTrue(isMarked(layer, "d", MarkSpace.TRUSTED));
    assertTrue(isMarked(layer, "d", MarkSpace.USER), "others may look at it");
    assertEquals(List.of(MarkSpace.USER, MarkSpace.TRUSTED), record(layer).marks());
    assertSound();

    byte[] before = Files.readAllBytes(storePaths().layerRecord(layer.id()));
    store.layers().prepare(List.of(below, layer));
    assertArrayEquals(before, Files.readAllBytes(storePaths().layerRecord(layer.id())));
  }

  @Test
  void whatWasKilledBetweenMarksAndRecordIsDoneAgain() throws IOException {
    Layer layer = apply(opaque().bytes(), below());
    asLeftByContainer(layer);
    try (Fd directory = Opening.directory(layer.directory().resolve("d"))) {
      MarkSpace.TRUSTED.mark(directory);
    }
    assertSound();
    store.layers().prepare(List.of(layer));
    assertEquals(List.of(MarkSpace.USER, MarkSpace.TRUSTED), record(layer).marks());
  }

  @Test
  void layersOfBeforeMarksWereNotedStayAsTheyAre() throws IOException {
    Layer layer = apply(opaque().bytes(), below());
    write(record(layer).withMarks(List.of()));
    byte[] before = Files.readAllBytes(storePaths().layerRecord(layer.id()));
    store.layers().prepare(List.of(layer));
    assertArrayEquals(before, Files.readAllBytes(storePaths().layerRecord(layer.id())));
    assertSound();
  }

  @Test
  void aMarkThatTheRecordSaysAndTheTreeLacksIsDamage() throws IOException {
    Layer layer = draft(below());
    asLeftByContainer(layer);
    try (Fd directory = Opening.directory(layer.directory().resolve("d"))) {
      Xattrs.remove(directory, "user.overlay.opaque");
    }
    assertEquals(1, store.check().size());
  }

  @Test
  void aTarIsWrittenAsTheRecordSaysWhateverMarksCanBeSeen() throws IOException {
    Layer below = below();
    Layer layer = draft(below);
    byte[] tar = tar(layer);
    assertEquals(List.of("d"), List.copyOf(layer.opaque()));
    asLeftByContainer(layer);
    assertArrayEquals(tar, tar(layer));
    assertEquals(List.of("/d"), paths(below, layer));
  }

  @Test
  void standInsBecomeDevices() throws IOException {
    Layer layer;
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().directory("dev", FileAttributes.of(0755, 0, 0, NOW));
      draft
          .tree()
          .special("dev/null", FileKind.CHARACTER_DEVICE, 1, 3, FileAttributes.of(0666, 7, 8, NOW));
      draft.tree().hardLink("dev/zero", "dev/null");
      layer = draft.commit(null);
    }
    byte[] tar = tar(layer);
    Path dev = layer.directory().resolve("dev");
    standIn(dev);
    write(record(layer).withStandIns(List.of("dev/null", "dev/zero")));
    Layer found = store.layers().find(layer.id()).orElseThrow();
    assertTrue(found.standIns());
    assertArrayEquals(tar, tar(found));

    store.layers().prepare(List.of(found));
    try (Fd directory = Opening.directory(dev)) {
      var device = Attributes.status(directory, "null").orElseThrow();
      assertTrue(device.isDevice());
      assertEquals(2, device.links());
      assertEquals(device.inode(), Attributes.status(directory, "zero").orElseThrow().inode());
    }
    assertArrayEquals(tar, tar(found));
    assertEquals(List.of(), record(layer).standIns());
    List<String> owners = new ArrayList<>();
    UnionView.of(List.of(found))
        .walk(
            "/dev",
            e -> {
              owners.add("%s %o %d:%d".formatted(e.path(), e.mode(), e.uid(), e.gid()));
              return true;
            });
    assertEquals(List.of("/dev 755 0:0", "/dev/null 666 7:8", "/dev/zero 666 7:8"), owners);
    assertSound();
  }

  /// Exchanges both names of a device for one stand-in.
  private static void standIn(Path dev) throws IOException {
    try (Fd directory = Opening.directory(dev)) {
      var time = Attributes.status(directory);
      Nodes.remove(directory, "null");
      Nodes.remove(directory, "zero");
      int flags = Opening.WRITE | Opening.CREATE | Opening.EXCLUSIVE;
      try (Fd file = Opening.at(directory, "null", flags, 0600)) {
        byte[] value =
            new DeviceStandIn(FileKind.CHARACTER_DEVICE, 1, 3, 0666)
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        Xattrs.set(file, "user." + DeviceStandIn.USER_ATTRIBUTE, value);
        Attributes.owner(file, 7, 8);
        Attributes.mode(file, 01000);
        Attributes.modified(file, NOW);
      }
      Nodes.makeHardLink(directory, "null", directory, "zero");
      Attributes.modified(directory, java.time.Instant.ofEpochSecond(time.seconds()));
    }
  }
}
