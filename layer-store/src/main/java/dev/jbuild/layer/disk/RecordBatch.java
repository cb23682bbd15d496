package dev.jbuild.layer.disk;

import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Records that are published together: written beside their places, forced to the disk by the
/// barrier that forces what they lead to, then named, those of one kind after those of the kind
/// that was added before. That costs one write to the disk for the batch and one for each kind.
final class RecordBatch implements AutoCloseable {
  /// A record that has no name yet.
  private record Waiting(Path temporary, Path target) {}

  private final Map<DiskRecords, List<Waiting>> waiting = new LinkedHashMap<>();

  /// Writes a record beside its place.
  ///
  /// @param target where it will be
  void add(DiskRecords kind, Path target, Path temporary, byte[] bytes) throws IOException {
    AtomicFiles.write(target, temporary, bytes, false);
    waiting.computeIfAbsent(kind, _ -> new ArrayList<>()).add(new Waiting(temporary, target));
  }

  /// Waits until all that was noted, and the records, are on stable storage.
  void sync(Session session) throws IOException {
    session.sync(waiting.values().stream().flatMap(List::stream).map(Waiting::temporary).toList());
  }

  /// Names the records of a kind, and waits until the names are on stable storage.
  void publish(DiskRecords kind) throws IOException {
    List<Waiting> records = waiting.getOrDefault(kind, List.of());
    if (!records.isEmpty()) {
      for (Waiting record : records) {
        AtomicFiles.move(record.temporary(), record.target());
      }
      waiting.remove(kind);
      AtomicFiles.force(kind.directory());
    }
  }

  /// Removes what was not published.
  @Override
  public void close() throws IOException {
    for (List<Waiting> records : waiting.values()) {
      for (Waiting record : records) {
        Files.deleteIfExists(record.temporary());
      }
    }
  }
}
