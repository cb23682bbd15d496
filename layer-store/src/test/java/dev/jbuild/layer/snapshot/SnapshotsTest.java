package dev.jbuild.layer.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.layer.snapshot.Snapshots.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  @TempDir Path work;
  private Store store;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(work.resolve("store"), InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Snapshots snapshots(Driver driver) {
    return new Snapshots(store, driver, warnings::add);
  }

  @Test
  void aRefusalIsToldOnceAndRemembered() throws IOException {
    Snapshots first = snapshots(Driver.AUTO);
    assertFalse(first.copies());
    first.refused("EINVAL");
    first.refused("EINVAL");
    assertTrue(first.copies());
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("EINVAL"), warnings.getFirst());
    assertTrue(snapshots(Driver.AUTO).copies());
    assertFalse(snapshots(Driver.OVERLAY).copies());
    assertEquals(1, warnings.size());
  }

  @Test
  void whatTheUserWantsNeedsNoRecord() throws IOException {
    assertTrue(snapshots(Driver.COPY).copies());
    assertFalse(snapshots(Driver.OVERLAY).copies());
    assertTrue(snapshots(Driver.AUTO).fallsBack());
    assertFalse(snapshots(Driver.OVERLAY).fallsBack());
    assertEquals(List.of(), store.records("snapshots").keys());
  }

  @Test
  void anotherKernelIsAskedAnew() throws IOException {
    snapshots(Driver.AUTO).refused("ENODEV");
    JsonObject body = store.records("snapshots").get("driver").orElseThrow().body();
    JsonObject older =
        JsonObject.builder()
            .put("kernel", "5.4.0")
            .put("fileSystem", body.text("fileSystem"))
            .put("capabilities", body.text("capabilities"))
            .build();
    store.records("snapshots").put("driver", older, References.NONE);
    assertFalse(snapshots(Driver.AUTO).copies());
  }

  @Test
  void aRecordThatCannotBeReadIsAsNone() throws IOException {
    snapshots(Driver.AUTO).refused("EPERM");
    Files.writeString(store.root().resolve("records/snapshots/driver.json"), "{");
    Snapshots next = snapshots(Driver.AUTO);
    assertFalse(next.copies());
    next.refused("EPERM");
    assertTrue(snapshots(Driver.AUTO).copies());
  }
}
