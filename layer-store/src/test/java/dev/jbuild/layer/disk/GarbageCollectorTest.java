package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.GarbageReport;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest extends StoreTest {
  private static final JsonObject NOTHING = JsonObject.builder().build();

  private Layer layer(String name) throws IOException {
    return apply(new TarBytes().file(name, name).bytes());
  }

  @Test
  void keepsWhatImagesLeadToAndRemovesTheRest() throws IOException {
    Layer kept = layer("kept");
    Descriptor blob = store.layers().blob(kept, Compression.GZIP);
    Image image =
        store.images().put(Reference.parse("app"), Images.assemble(store, "x", kept), NOW);
    Layer lost = layer("lost");
    Digest lostContent = store.content().put(new byte[] {1});
    GarbageReport plan = store.planGarbageCollection();
    GarbageReport report = store.collectGarbage();
    assertEquals(plan, report);
    assertEquals(List.of(lost.id()), report.layers());
    assertEquals(List.of(lostContent), report.content());
    assertFalse(Files.exists(lost.directory()));
    assertTrue(store.content().contains(blob.digest()), "a remembered blob");
    assertTrue(store.content().contains(image.id()));
    assertSound();
    store.images().remove(image);
    store.collectGarbage();
    assertEquals(List.of(), store.content().list());
    assertEquals(List.of(), store.layers().list());
    assertEquals(0, children("l"));
  }

  private long children(String directory) throws IOException {
    try (var stream = Files.list(store.root().resolve(directory))) {
      return stream.count();
    }
  }

  @Test
  void keepsWhatRecordsReferTo() throws IOException {
    Layer layer = layer("l");
    Digest content = store.content().put(new byte[] {1});
    store.records("cache").put("k", NOTHING, new References(List.of(content), List.of(layer.id())));
    store.collectGarbage();
    assertTrue(store.layers().find(layer.id()).isPresent());
    assertTrue(store.content().contains(content));
    store.records("cache").remove("k");
    store.collectGarbage();
    assertTrue(store.layers().find(layer.id()).isEmpty());
  }

  @Test
  void keepsWhatIsAddedOrKeptUnderALease() throws IOException {
    Layer old = layer("old");
    Layer forgotten = layer("forgotten");
    Digest oldContent = store.content().put(new byte[] {1});
    pause();
    Layer added;
    try (DiskStore other = DiskStore.open(store.root(), InstantSource.system());
        Lease lease = other.lease("a build")) {
      assertEquals(old, lease.keep(old.id()).orElseThrow());
      assertTrue(lease.keep(oldContent));
      assertFalse(lease.keep(Digest.sha256(new byte[] {9})));
      added = layer("added");
      GarbageReport report = store.collectGarbage();
      assertEquals(List.of(forgotten.id()), report.layers());
      assertEquals(List.of(), report.content());
    }
    assertEquals(2, store.collectGarbage().layers().size());
    assertFalse(Files.exists(added.directory()));
  }

  /// The kernel's clock for files ticks every few milliseconds.
  private static void pause() throws IOException {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void removesWhatADeadProcessLeft() throws IOException {
    Path dead = store.root().resolve("sessions/999999999-0");
    Files.createDirectories(dead.resolve("t1/fs/sub"));
    Files.writeString(dead.resolve("lease-1"), "killed build\n");
    Files.writeString(
        dead.resolve("boot"), Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    Layer lost = layer("lost");
    Path orphan = store.root().resolve("l/0123456789ab");
    Files.createDirectories(orphan);
    store.collectGarbage();
    assertFalse(Files.exists(dead));
    assertFalse(Files.exists(orphan));
    assertTrue(store.layers().find(lost.id()).isEmpty(), "the dead lease counted");
  }
}
