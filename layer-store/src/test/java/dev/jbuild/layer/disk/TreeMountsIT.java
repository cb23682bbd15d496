package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.layer.Layer;
import dev.jbuild.layer.TreeMounts;
import dev.jbuild.layer.TreeMounts.Changes;
import dev.jbuild.layer.TreeMounts.Mounted;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeMountsIT extends StoreTest {
  private TreeMounts mounts;

  @BeforeEach
  void mounts() {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting overlays needs root");
    mounts = store.mounts();
  }

  @AfterEach
  void nothingStaysMounted() throws IOException {
    for (Mounted mounted : store.mounts().list()) {
      store.mounts().unmount(mounted.key(), true);
    }
    assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(temporary.toString()));
  }

  private Layer layer(String name) throws IOException {
    return apply(new TarBytes().file(name, name).bytes());
  }

  @Test
  void countsAndKeepsTheLayersMeanwhile() throws IOException {
    Layer layer = layer("one");
    Mounted first = mounts.mount("image/x", List.of(layer), List.of(), null);
    assertEquals("one", Files.readString(first.path().resolve("one")));
    assertThrows(IOException.class, () -> Files.writeString(first.path().resolve("two"), ""));
    assertEquals(2, mounts.mount("image/x", List.of(layer), List.of(), null).count());
    store.collectGarbage();
    assertEquals("one", Files.readString(first.path().resolve("one")));
    assertEquals(1, mounts.unmount("image/x", false).orElseThrow().count());
    assertEquals(List.of("image/x"), mounts.list().stream().map(Mounted::key).toList());
    assertEquals(0, mounts.unmount("image/x", false).orElseThrow().count());
    assertEquals(List.of(), mounts.list());
    assertTrue(mounts.unmount("image/x", false).isEmpty());
    assertFalse(Files.exists(first.path()));
    assertEquals(1, store.collectGarbage().layers().size());
  }

  @Test
  void takesChanges() throws IOException {
    Path upper = Files.createDirectories(store.root().resolve("elsewhere/upper"));
    Path work = Files.createDirectories(store.root().resolve("elsewhere/work"));
    Layer layer = layer("one");
    Mounted mounted =
        mounts.mount("container/x", List.of(layer), List.of(), new Changes(upper, work));
    Files.writeString(mounted.path().resolve("two"), "2");
    Files.delete(mounted.path().resolve("one"));
    mounts.unmount("container/x", true);
    assertEquals("2", Files.readString(upper.resolve("two")));
    Mounted seen = mounts.mount("container/x", List.of(layer), List.of(upper), null);
    assertFalse(Files.exists(seen.path().resolve("one")));
    assertEquals("one", Files.readString(layer.directory().resolve("one")));
  }

  @Test
  void clearsWhatACrashLeft() throws IOException {
    Mounted mounted = mounts.mount("image/x", List.of(layer("one")), List.of(), null);
    Mounts.unmount(mounted.path()); // as a restart of the machine would
    assertEquals(List.of(), mounts.list());
    assertEquals(List.of(), store.records("mounts").keys());
    assertFalse(Files.exists(mounted.path()));
    assertEquals(1, mounts.mount("image/x", List.of(layer("one")), List.of(), null).count());
  }

  @Test
  void theLayersOfAMountThatIsGoneAreGarbage() throws IOException {
    Layer layer = layer("one");
    Mounted mounted = mounts.mount("image/x", List.of(layer), List.of(), null);
    assertEquals(List.of(), store.collectGarbage().layers());
    Mounts.unmount(mounted.path());
    assertEquals(List.of(layer.id()), store.planGarbageCollection().layers());
    assertEquals(List.of(layer.id()), store.collectGarbage().layers());
  }

  @Test
  void mountsAHundredAndTwentyEightLayers() throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 128; i++) {
      layers.add(layer("file" + i));
    }
    Mounted mounted = mounts.mount("image/x", layers, List.of(), null);
    assertEquals("file0", Files.readString(mounted.path().resolve("file0")));
    assertEquals("file127", Files.readString(mounted.path().resolve("file127")));
    Path copy = mounts.copy("image/y", layers, List.of()).path();
    assertEquals("file0", Files.readString(copy.resolve("file0")));
    assertEquals("file127", Files.readString(copy.resolve("file127")));
  }

  @Test
  void leavesNothingWhenItCannotMount() throws IOException {
    Path nowhere = store.root().resolve("nowhere");
    Layer layer = layer("one");
    assertThrows(
        IOException.class,
        () -> mounts.mount("x", List.of(layer), List.of(), new Changes(nowhere, nowhere)));
    assertEquals(List.of(), mounts.list());
    assertEquals(List.of(), store.records("mounts").keys());
  }

  @Test
  void aCopyIsCountedAndGoesWithTheLast() throws IOException {
    Layer below = layer("one");
    Layer above = apply(new TarBytes().file(".wh.one", "").file("two", "two").bytes(), below);
    List<Layer> layers = List.of(below, above);
    Mounted copy = mounts.copy("image/x", layers, List.of());
    assertEquals("two", Files.readString(copy.path().resolve("two")));
    assertFalse(Files.exists(copy.path().resolve("one")));
    assertEquals(2, mounts.copy("image/x", layers, List.of()).count());
    assertEquals(3, mounts.mount("image/x", layers, List.of(), null).count());
    assertEquals(List.of(copy.path()), mounts.list().stream().map(Mounted::path).toList());
    store.collectGarbage();
    assertEquals("two", Files.readString(copy.path().resolve("two")));
    assertEquals(2, mounts.unmount("image/x", false).orElseThrow().count());
    assertEquals(0, mounts.unmount("image/x", true).orElseThrow().count());
    assertFalse(Files.exists(copy.path()));
    assertEquals(List.of(), store.records("mounts").keys());
  }

  @Test
  void aCopyHasTheRootOfTheTopmostTree() throws IOException {
    Path seen = Files.createDirectories(store.root().resolve("elsewhere/upper"));
    Files.setPosixFilePermissions(seen, PosixFilePermissions.fromString("rwxr-x--x"));
    Mounted copy = mounts.copy("container/x", List.of(layer("one")), List.of(seen));
    assertEquals(
        "rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.path())));
    assertEquals(Files.getLastModifiedTime(seen), Files.getLastModifiedTime(copy.path()));
  }

  @Test
  void whatIsLentStays() throws IOException {
    Path place = Files.createDirectories(store.root().resolve("elsewhere/copy"));
    Files.writeString(place.resolve("mine"), "");
    Layer layer = layer("one");
    assertEquals(place, mounts.lend("container/x", List.of(layer), place).path());
    assertEquals(2, mounts.lend("container/x", List.of(layer), place).count());
    assertEquals(List.of(place), mounts.list().stream().map(Mounted::path).toList());
    assertEquals(0, mounts.unmount("container/x", true).orElseThrow().count());
    assertTrue(Files.exists(place.resolve("mine")));
    mounts.lend("container/x", List.of(layer), place);
    Files.delete(place.resolve("mine"));
    Files.delete(place);
    assertEquals(List.of(), mounts.list());
    assertEquals(List.of(), store.records("mounts").keys());
  }

  /// As a crash between the two leaves it.
  @Test
  void aRecordWithoutItsCopyIsForgotten() throws IOException {
    Mounted copy = mounts.copy("image/x", List.of(layer("one")), List.of());
    Files.delete(copy.path().resolve("one"));
    Files.delete(copy.path());
    assertEquals(List.of(), mounts.list());
    assertEquals(1, mounts.copy("image/x", List.of(layer("one")), List.of()).count());
  }
}
