package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Repairs records: of images from their manifests, of names by dropping those that lead nowhere,
/// of the build cache by forgetting. Records of other kinds are left to people.
final class RecordRepair {
  private static final String CACHE = "cache";

  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskImageStore images;
  private final Repairs repairs;

  RecordRepair(Parts parts, DiskLayerStore layers, DiskImageStore images, Repairs repairs) {
    this.parts = parts;
    this.layers = layers;
    this.images = images;
    this.repairs = repairs;
  }

  void run() throws IOException {
    for (String kind : GarbageCollector.kinds(parts)) {
      for (Path file : parts.records(kind, false).files()) {
        try {
          read(kind, file);
        } catch (ContentException.Corrupt e) {
          unreadable(kind, file, String.valueOf(e.getMessage()));
        }
      }
    }
    names();
  }

  private static void read(String kind, Path file) throws IOException {
    Optional<Records.Entry> entry = DiskRecords.read(file);
    if (entry.isPresent() && kind.equals(DiskImageStore.IMAGES)) {
      try {
        ImageRecord.read(entry.get().body(), List.of());
      } catch (JsonException | IllegalArgumentException e) {
        throw new ContentException.Corrupt(file, String.valueOf(e.getMessage()));
      }
    }
  }

  private void unreadable(String kind, Path file, String reason) throws IOException {
    switch (kind) {
      case CACHE -> {
        Files.deleteIfExists(file);
        repairs.repaired("a step of the build cache", "its record was damaged; it runs again");
      }
      case DiskImageStore.NAMES -> {
        Files.deleteIfExists(file);
        repairs.lost(
            "name '" + shown(file) + "'",
            "its record was damaged, nobody knows which image it was",
            "see 'jbuild images' for one without a name and give it back with 'jbuild tag', or pull"
                + " or build it again");
      }
      case DiskImageStore.IMAGES -> image(file);
      default ->
          repairs.left(
              "record of " + kind + " '" + shown(file) + "'",
              reason,
              "remove the file '" + file + "' if you can do without");
    }
  }

  private static String shown(Path file) {
    return key(file).replaceFirst("^docker\\.io/(library/)?", "");
  }

  /// The key that a record's file is named after.
  private static String key(Path file) {
    String name = String.valueOf(file.getFileName());
    String bare = name.substring(0, name.length() - ".json".length());
    return java.net.URLDecoder.decode(bare.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// The record of an image is named after its manifest, which tells the rest.
  private void image(Path file) throws IOException {
    String subject = "image " + key(file);
    try {
      Digest digest = Digest.parse(key(file));
      byte[] bytes = parts.content().read(digest, ImageJson.MAX_MANIFEST);
      String mediaType = Json.parseObject(bytes).text("mediaType");
      if (mediaType.isEmpty()) {
        mediaType =
            Json.parseObject(bytes).has("manifests")
                ? MediaTypes.OCI_INDEX
                : MediaTypes.OCI_MANIFEST;
      }
      Files.deleteIfExists(file);
      images.put(
          List.of(), Descriptor.of(mediaType, digest, bytes.length), parts.clock().instant());
      repairs.repaired(subject, "its record was damaged, it was written again from its manifest");
    } catch (ContentException | JsonException | IllegalArgumentException e) {
      Files.deleteIfExists(file);
      repairs.lost(
          subject,
          "its record was damaged and so is what it led to: " + e.getMessage(),
          "build or pull it again");
    }
  }

  /// A name without its image: perhaps only the record is missing.
  private void names() throws IOException {
    DiskRecords names = parts.records(DiskImageStore.NAMES, true);
    for (Records.Entry name : names.sound()) {
      String target = name.body().text("manifest");
      if (parts.records(DiskImageStore.IMAGES, false).get(target).isPresent()) {
        continue;
      }
      Path file =
          parts.paths().records(DiskImageStore.IMAGES).resolve(DiskRecords.fileName(target));
      if (parts.content().contains(Digest.parse(target))) {
        image(file);
      }
      if (parts.records(DiskImageStore.IMAGES, false).get(target).isEmpty()) {
        names.remove(name.key());
        repairs.lost(
            "name '" + shown(file.resolveSibling(DiskRecords.fileName(name.key()))) + "'",
            "its image " + target + " is not in the store",
            ImageRepair.advice(List.of(Reference.parse(name.key()))));
      }
    }
  }

  /// Forgets cached steps whose layers are not there.
  void dropUnfounded() throws IOException {
    DiskRecords cache = parts.records(CACHE, false);
    int dropped = 0;
    for (Records.Entry step : cache.sound()) {
      for (LayerId id : step.references().layers()) {
        if (layers.record(id).isEmpty()) {
          cache.remove(step.key());
          dropped++;
          break;
        }
      }
    }
    if (dropped > 0) {
      repairs.repaired(
          "the build cache",
          dropped
              + (dropped == 1 ? " step" : " steps")
              + " without layers forgotten; they run again");
    }
  }
}
