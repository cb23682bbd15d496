package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Marks what all records lead to, those that are damaged included as far as it can be known.
///
/// The record of an image leads to the manifest that its file is named after, and a name leads to
/// an image, which has a record of its own. Of any other record that cannot be read nobody knows
/// what it leads to, so nothing may be removed until it is repaired or gone.
final class Roots {
  private final Parts parts;
  private final Reachability reachable;
  private final List<Path> damaged = new ArrayList<>();
  private boolean complete = true;

  Roots(Parts parts, Reachability reachable) {
    this.parts = parts;
    this.reachable = reachable;
  }

  void mark() throws IOException {
    for (String kind : GarbageCollector.kinds(parts)) {
      for (Path file : parts.records(kind, false).files()) {
        mark(kind, file);
      }
    }
    complete &= reachable.isComplete();
    damaged.addAll(reachable.damaged());
  }

  private void mark(String kind, Path file) throws IOException {
    Optional<Records.Entry> record;
    try {
      record = DiskRecords.read(file);
    } catch (ContentException.Corrupt _) {
      damaged.add(file);
      switch (kind) {
        case DiskImageStore.NAMES -> {}
        case DiskImageStore.IMAGES -> markManifest(file);
        default -> complete = false;
      }
      return;
    }
    if (record.isPresent()) {
      reachable.mark(record.get().references());
    }
  }

  private void markManifest(Path file) throws IOException {
    Digest manifest;
    try {
      manifest = Digest.parse(DiskRecords.key(file));
    } catch (IllegalArgumentException _) {
      complete = false;
      return;
    }
    reachable.mark(new References(List.of(manifest), List.of()));
  }

  /// Whether everything that must be kept is marked.
  boolean isComplete() {
    return complete;
  }

  /// The files that could not be read.
  List<Path> damaged() {
    return damaged;
  }
}
