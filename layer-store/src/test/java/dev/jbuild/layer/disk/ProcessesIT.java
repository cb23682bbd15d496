package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.layer.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Other processes on one store, some of them killed.
class ProcessesIT extends StoreTest {
  private static final int KILLS = 12;
  private static final long SEED = 20260102;

  private void assertUsable() throws Exception {
    assertSound();
    for (Image image : store.images().list()) {
      var loaded = store.images().load(image.manifest(), image.platform());
      store.layers().unpack(loaded.manifest().value(), loaded.config().value());
    }
    store.collectGarbage();
    assertSound();
    try (var sessions = Files.list(store.root().resolve("sessions"))) {
      assertTrue(sessions.count() <= 1, "a session besides our own is left");
    }
  }

  @Test
  void aKilledProcessLeavesASoundStore() throws Exception {
    Random random = new Random(SEED);
    Path log = temporary.resolve("log");
    for (int i = 0; i < KILLS; i++) {
      Process process = BusyProcess.start(store.root(), SEED + i, 1000, log);
      boolean ended = process.waitFor(400 + random.nextInt(1200), TimeUnit.MILLISECONDS);
      assertTrue(!ended, () -> "it ended by itself: " + text(log));
      process.destroyForcibly().waitFor();
      assertUsable();
    }
    Process last = BusyProcess.start(store.root(), 1, 3, log);
    assertEquals(0, last.waitFor(), () -> text(log));
    assertUsable();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void processesSideBySideLoseNothing() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(BusyProcess.start(store.root(), i, 15, temporary.resolve("log" + i)));
    }
    for (int i = 0; i < processes.size(); i++) {
      Path log = temporary.resolve("log" + i);
      assertEquals(0, processes.get(i).waitFor(), () -> text(log));
    }
    assertUsable();
  }
}
