package dev.jbuild.builder.cache;

import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Cache records on their way into the store.
///
/// A record may be written only after the layer it leads to is on stable storage, and waiting for
/// that after each step would cost more than most steps. So records are written together: when the
/// build ends, however it ends, and in a long build every two seconds or so, by whoever adds one.
///
/// The lock guards the list of waiting records; a second one lets one thread at a time write. No
/// I/O happens under the first.
public final class RecordQueue {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private record Waiting(JsonObject body, References references) {}

  private final Store store;
  private final Records records;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private Map<String, Waiting> waiting = new LinkedHashMap<>();
  private Instant flushedAt;

  public RecordQueue(Store store, InstantSource clock) {
    this.store = store;
    this.records = store.records("cache");
    this.clock = clock;
    this.flushedAt = clock.instant();
  }

  /// Takes a record.
  public void add(String key, JsonObject body, References references) {
    lock.lock();
    try {
      waiting.put(key, new Waiting(body, references));
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits if the last time was long ago and nobody else is writing.
  public void flushIfDue() throws IOException {
    lock.lock();
    try {
      if (waiting.isEmpty() || clock.instant().isBefore(flushedAt.plus(PATIENCE))) {
        return;
      }
    } finally {
      lock.unlock();
    }
    if (writing.tryLock()) {
      try {
        write(take());
      } finally {
        writing.unlock();
      }
    }
  }

  /// Writes all that waits.
  public void flush() throws IOException {
    writing.lock();
    try {
      write(take());
    } finally {
      writing.unlock();
    }
  }

  private Map<String, Waiting> take() {
    lock.lock();
    try {
      Map<String, Waiting> taken = waiting;
      waiting = new LinkedHashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void write(Map<String, Waiting> taken) throws IOException {
    if (taken.isEmpty()) {
      return;
    }
    store.sync();
    List<String> keys = new ArrayList<>(taken.keySet());
    for (String key : keys) {
      Waiting record = taken.get(key);
      if (record != null) {
        records.put(key, record.body(), record.references());
      }
    }
    lock.lock();
    try {
      flushedAt = clock.instant();
    } finally {
      lock.unlock();
    }
  }
}
