package dev.jbuild.engine.usage;

import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.image.Digest;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.StoreUsage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All that is in a store at one moment.
///
/// @param steps the steps that the build cache knows, least recently used first
/// @param volumes names of the volumes
record Inventory(
    StoreUsage usage,
    List<Image> images,
    List<Container> containers,
    List<CachedStep> steps,
    List<String> volumes) {
  static final String IMAGES = "images";
  static final String CACHE = "cache";
  static final String CONTAINERS = "containers";

  /// A cached build step.
  ///
  /// @param key of its record
  /// @param step the instruction
  /// @param layer its result
  /// @param used when its result was last used
  record CachedStep(String key, String step, String layer, Instant created, Instant used) {}

  static Inventory of(Store store, Containers containers) throws IOException {
    StoreUsage usage = store.usage();
    return new Inventory(
        usage,
        store.images().list(),
        containers.list(),
        steps(store, usage),
        volumes(store.root().resolve("volumes")));
  }

  private static List<CachedStep> steps(Store store, StoreUsage usage) throws IOException {
    Map<String, Instant> used = new HashMap<>();
    for (StoreUsage.Item item : usage.items()) {
      used.put(item.name(), item.used());
    }
    List<CachedStep> steps = new ArrayList<>();
    Records records = store.records(CACHE);
    for (String key : keys(usage)) {
      try {
        Records.Entry entry = records.get(key).orElse(null);
        if (entry == null) {
          continue;
        }
        List<LayerId> layers = entry.references().layers();
        String layer = layers.isEmpty() ? "" : layers.getFirst().toString();
        steps.add(
            new CachedStep(
                key,
                entry.body().text("step"),
                layer,
                entry.written(),
                used.getOrDefault(layer, entry.written())));
      } catch (ContentException.Corrupt | JsonException _) {
        // the check of the store tells of it
      }
    }
    steps.sort(Comparator.comparing(CachedStep::used).thenComparing(CachedStep::key));
    return steps;
  }

  private static List<String> keys(StoreUsage usage) {
    return usage.items().stream()
        .flatMap(item -> item.holders().stream())
        .filter(holder -> holder.kind().equals(CACHE))
        .map(StoreUsage.Holder::key)
        .distinct()
        .toList();
  }

  private static List<String> volumes(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(volume -> names.add(String.valueOf(volume.getFileName())));
    } catch (NoSuchFileException _) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  /// The containers of an image.
  List<Container> of(Digest image) {
    return containers.stream().filter(c -> c.record().imageId().equals(image)).toList();
  }

  /// The bytes that would go with these records, all of them together: of items that nothing else
  /// keeps.
  long freedBy(java.util.Set<StoreUsage.Holder> records) {
    long bytes = 0;
    for (StoreUsage.Item item : usage.items()) {
      if (!item.leased() && !item.holders().isEmpty() && records.containsAll(item.holders())) {
        bytes += item.size();
      }
    }
    return bytes;
  }
}
