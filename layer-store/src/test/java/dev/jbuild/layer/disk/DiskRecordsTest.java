package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.GarbageReport;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DiskRecordsTest extends StoreTest {
  private static JsonObject body(long n) {
    return JsonObject.builder().put("n", n).build();
  }

  @Test
  void putsReplacesListsAndRemoves() throws IOException {
    Records records = store.records("cache");
    for (String key : List.of("plain", "a/b:c@d e", ".", "..", "%41", "ü", "x".repeat(500))) {
      records.put(key, body(1), References.NONE);
      records.put(key, body(2), References.NONE);
      Records.Entry entry = records.get(key).orElseThrow();
      assertEquals(key, entry.key());
      assertEquals(body(2), entry.body());
      assertEquals(NOW, entry.written());
    }
    assertEquals(7, records.list().size());
    assertEquals(List.of(), store.records("other").list());
    assertTrue(records.remove("plain"));
    assertFalse(records.remove("plain"));
    assertEquals(6, records.keys().size());
    assertThrows(IllegalArgumentException.class, () -> store.records("../x"));
  }

  @Test
  void updatesOfManyThreadsAndStoresLoseNothing() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    try (DiskStore second = DiskStore.open(store.root(), InstantSource.system())) {
      for (int i = 0; i < 40; i++) {
        DiskStore one = i % 2 == 0 ? store : second;
        tasks.add(() -> {
          one.records("count")
              .update(
                  "k",
                  old -> {
                    long n = old == null ? 0 : old.body().requireInteger("n");
                    return new Records.Draft(body(n + 1), References.NONE);
                  });
          return null;
        });
      }
      try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Void> done : pool.invokeAll(tasks)) {
          done.get();
        }
      }
    }
    assertEquals(body(40), store.records("count").get("k").orElseThrow().body());
  }

  @Test
  void aRecordThatCannotBeReadIsFoundByTheCheck() throws IOException {
    store.records("cache").put("k", body(1), References.NONE);
    Files.writeString(store.root().resolve("records/cache/k.json"), "{\"schema\":1,");
    assertThrows(ContentException.Corrupt.class, () -> store.records("cache").get("k"));
    Digest wanted = store.content().put(new byte[] {1});
    GarbageReport report = store.collectGarbage();
    assertTrue(report.held());
    assertEquals(List.of(store.root().resolve("records/cache/k.json")), report.damaged());
    assertTrue(store.content().contains(wanted), "it may be what the record leads to");
    assertEquals("record of cache", store.check().getFirst().subject());
  }

  @Test
  void aNewerSchemaIsRefused() throws IOException {
    Files.writeString(store.root().resolve("store.json"), "{\"schema\":99}");
    ContentException e =
        assertThrows(
            ContentException.Corrupt.class,
            () -> DiskStore.open(store.root(), InstantSource.system()));
    assertTrue(String.valueOf(e.getMessage()).contains("schema 99"), e.getMessage());
  }

  @Test
  void aDirectoryWithOtherThingsIsNoStore() throws IOException {
    Files.createDirectories(temporary.resolve("home/stuff"));
    assertThrows(
        ContentException.Corrupt.class,
        () -> DiskStore.open(temporary.resolve("home"), InstantSource.system()));
  }
}
