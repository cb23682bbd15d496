package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.StoreUsage;
import dev.jbuild.layer.StoreUsage.Holder;
import dev.jbuild.layer.StoreUsage.Item;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what is in the store and which records keep it, without stopping anybody. Records that
/// cannot be read are left out here; what they keep shows as kept by nothing.
final class StoreSurvey {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final Map<Digest, List<Holder>> content = new HashMap<>();
  private final Map<LayerId, List<Holder>> trees = new HashMap<>();

  StoreSurvey(Parts parts, DiskLayerStore layers) {
    this.parts = parts;
    this.layers = layers;
  }

  StoreUsage run() throws IOException {
    Optional<FileTime> lease = parts.session().oldestLease();
    for (String kind : GarbageCollector.kinds(parts)) {
      for (Records.Entry record : parts.records(kind, false).sound()) {
        hold(new Holder(kind, record.key()), record);
      }
    }
    List<Item> items = new ArrayList<>();
    for (LayerId id : layers.ids()) {
      Optional<LayerRecord> record = LayerRecord.read(parts.paths(), id);
      Optional<FileTime> used = changed(parts.paths().layerRecord(id));
      if (record.isPresent() && used.isPresent()) {
        List<Holder> holders = trees.getOrDefault(id, List.of());
        items.add(
            new Item(
                id.toString(),
                id,
                record.get().size(),
                used.get().toInstant(),
                holders,
                isCovered(used.get(), lease)));
      }
    }
    for (Digest digest : parts.content().list()) {
      Optional<FileTime> used = changed(parts.paths().content(digest));
      if (used.isPresent()) {
        items.add(
            new Item(
                digest.toString(),
                null,
                parts.content().size(digest).orElse(0),
                used.get().toInstant(),
                content.getOrDefault(digest, List.of()),
                isCovered(used.get(), lease)));
      }
    }
    long abandoned = 0;
    for (Path dead : parts.session().dead()) {
      abandoned += size(dead);
    }
    return new StoreUsage(items, size(parts.paths().ingests()), abandoned);
  }

  private void hold(Holder holder, Records.Entry record) throws IOException {
    Reachability reachable = new Reachability(parts, layers);
    reachable.mark(record.references());
    for (Digest digest : reachable.content()) {
      content.computeIfAbsent(digest, _ -> new ArrayList<>()).add(holder);
    }
    for (LayerId id : reachable.layers()) {
      trees.computeIfAbsent(id, _ -> new ArrayList<>()).add(holder);
    }
  }

  private static boolean isCovered(FileTime used, Optional<FileTime> lease) {
    return lease.isPresent() && used.compareTo(lease.get()) >= 0;
  }

  private static Optional<FileTime> changed(Path file) throws IOException {
    try {
      Object time = Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      return Optional.of((FileTime) time);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// The bytes of all regular files below a directory.
  static long size(Path directory) throws IOException {
    long[] sum = new long[1];
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        Files.walkFileTree(
            child,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it went away meanwhile
              }
            });
      }
    } catch (NoSuchFileException _) {
      return sum[0];
    }
    return sum[0];
  }
}
