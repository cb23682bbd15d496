package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.GarbageReport;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.TreeMounts;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.file.StoreLocks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes what no record leads to and no lease covers.
///
/// It decides and unlinks under the exclusive lock that everyone shares who marks content as
/// wanted. Whatever was made or touched (time of status change, which the kernel sets) since the
/// oldest living lease began stays. Leases are looked at before records: one that ends in between
/// has its records written by then. The collection itself holds a lease, which covers what is made
/// while it runs. Trees are renamed away under the lock and deleted after it.
final class GarbageCollector {
  /// A broken download is kept this long to be resumed.
  private static final Duration RESUMABLE = Duration.ofDays(1);

  /// Longer than the tick of the clock that files are stamped with, so that what was made before
  /// the collection is older than its lease.
  private static final Duration TICK = Duration.ofMillis(12);

  private final Parts parts;
  private final DiskLayerStore layers;
  private final boolean dryRun;

  GarbageCollector(Parts parts, DiskLayerStore layers, boolean dryRun) {
    this.parts = parts;
    this.layers = layers;
    this.dryRun = dryRun;
  }

  GarbageReport run() throws IOException {
    try {
      Thread.sleep(TICK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("garbage collection was interrupted");
    }
    // the records of mounts that a crash, or the end of a namespace, took away keep layers
    List<TreeMounts.Mounted> _ = new DiskTreeMounts(parts).list();
    try (Lease _ = new DiskLease(parts, layers, "garbage collection")) {
      return collect();
    }
  }

  private GarbageReport collect() throws IOException {
    List<Digest> content = new ArrayList<>();
    List<LayerId> removedLayers = new ArrayList<>();
    List<Path> condemned = new ArrayList<>();
    List<Path> damaged = new ArrayList<>();
    long bytes = 0;
    int abandoned = 0;
    List<Path> dead = parts.session().dead();
    abandoned += dead.size();
    if (!dryRun) {
      for (Path session : dead) {
        parts.session().bury(session);
      }
    }
    try (StoreLocks.Held _ = parts.locks().exclusive(Session.GC)) {
      FileTime lease = parts.session().oldestLease().orElseThrow();
      Reachability reachable = new Reachability(parts, layers);
      Roots roots = new Roots(parts, reachable);
      roots.mark();
      damaged.addAll(roots.damaged());
      if (!roots.isComplete()) {
        return new GarbageReport(List.of(), List.of(), abandoned, 0, damaged, true);
      }
      boolean treesKnown = true;
      Set<String> trees = new HashSet<>();
      for (LayerId id : layers.ids()) {
        Optional<LayerRecord> record = readable(id, damaged);
        if (reachable.layers().contains(id) || isCovered(parts.paths().layerRecord(id), lease)) {
          treesKnown &= record.isPresent();
          record.ifPresent(r -> trees.add(r.tree()));
        } else {
          removedLayers.add(id);
          bytes += record.map(LayerRecord::size).orElse(0L);
          if (!dryRun) {
            Files.deleteIfExists(parts.paths().layerRecord(id));
          }
        }
      }
      if (!dryRun && treesKnown) {
        condemned.addAll(condemnTrees(trees));
      }
      Set<Digest> kept = reachable.content();
      for (Digest digest : parts.content().list()) {
        Path file = parts.paths().content(digest);
        if (!kept.contains(digest) && !isCovered(file, lease)) {
          content.add(digest);
          bytes += parts.content().size(digest).orElse(0);
          if (!dryRun) {
            parts.content().delete(digest);
          }
        }
      }
    }
    for (Path tree : condemned) {
      Session.removeTree(tree);
    }
    if (!dryRun) {
      FileTime before = FileTime.from(parts.clock().instant().minus(RESUMABLE));
      bytes += parts.content().removeUnfinished(before);
    }
    return new GarbageReport(content, removedLayers, abandoned, bytes, damaged, false);
  }

  /// Moves trees that no record names out of the way.
  private List<Path> condemnTrees(Set<String> kept) throws IOException {
    List<Path> condemned = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(parts.paths().trees())) {
      for (Path tree : stream) {
        if (!kept.contains(String.valueOf(tree.getFileName()))) {
          Path away = parts.session().temporary();
          AtomicFiles.move(tree, away);
          condemned.add(away);
        }
      }
    } catch (NoSuchFileException _) {
      return condemned;
    }
    return condemned;
  }

  private static boolean isCovered(Path file, FileTime lease) throws IOException {
    try {
      FileTime changed =
          (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      return changed.compareTo(lease) >= 0;
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  private Optional<LayerRecord> readable(LayerId id, List<Path> damaged) throws IOException {
    try {
      return LayerRecord.read(parts.paths(), id);
    } catch (ContentException.Corrupt _) {
      Path file = parts.paths().layerRecord(id);
      if (!damaged.contains(file)) {
        damaged.add(file);
      }
      return Optional.empty();
    }
  }

  /// The kinds of records that there are.
  static List<String> kinds(Parts parts) throws IOException {
    List<String> kinds = new ArrayList<>();
    Path records = parts.paths().root().resolve("records");
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(records)) {
      stream.forEach(kind -> kinds.add(String.valueOf(kind.getFileName())));
    } catch (NoSuchFileException _) {
      return List.of();
    }
    kinds.sort(null);
    return kinds;
  }
}
