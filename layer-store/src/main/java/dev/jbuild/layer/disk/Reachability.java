package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.References;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Finds all content and layers that references lead to: through indexes to manifests, through
/// those to configurations and layer blobs, through configurations to unpacked layers, and from
/// those to the blobs that are remembered of them.
///
/// Documents are recognised by what is in them, since a reference is a bare digest. What cannot be
/// read as JSON is a leaf.
final class Reachability {
  private final Parts parts;
  private final DiskLayerStore store;
  private final Set<Digest> content = new HashSet<>();
  private final Set<Digest> plainTars = new HashSet<>();
  private final Set<Digest> packed = new HashSet<>();
  private final Set<LayerId> layers = new HashSet<>();
  private final Set<Path> damaged = new TreeSet<>();

  Reachability(Parts parts, DiskLayerStore store) {
    this.parts = parts;
    this.store = store;
  }

  /// What is reached. The plain tar of a layer that is kept packed is not.
  Set<Digest> content() {
    Set<Digest> all = new HashSet<>(plainTars);
    all.removeAll(packed);
    all.addAll(content);
    return all;
  }

  Set<LayerId> layers() {
    return layers;
  }

  /// Records of layers that could not be read, though something leads there.
  Set<Path> damaged() {
    return damaged;
  }

  /// Whether everything that is marked could be followed to its end.
  boolean isComplete() {
    return damaged.isEmpty();
  }

  void mark(References references) throws IOException {
    for (Digest digest : references.content()) {
      document(digest);
    }
    for (LayerId layer : references.layers()) {
      layer(layer);
    }
  }

  private void document(Digest digest) throws IOException {
    if (!content.add(digest)) {
      return;
    }
    Optional<JsonObject> json = json(digest);
    if (json.isEmpty()) {
      return;
    }
    try {
      for (JsonObject manifest : json.get().objects("manifests")) {
        document(ImageJson.descriptor(manifest).digest());
      }
      Optional<JsonObject> config = json.get().object("config");
      if (config.isPresent() && config.get().has("digest")) {
        document(ImageJson.descriptor(config.get()).digest());
        for (JsonObject layer : json.get().objects("layers")) {
          Descriptor blob = ImageJson.descriptor(layer);
          boolean plain = LayerTars.isPlain(blob.mediaType());
          (plain ? plainTars : content).add(blob.digest());
        }
      }
      Optional<JsonObject> rootfs = json.get().object("rootfs");
      if (rootfs.isPresent()) {
        stack(rootfs.get().strings("diff_ids"));
      }
    } catch (JsonException | IllegalArgumentException _) {
      // Some other document, which leads nowhere that we know of.
    }
  }

  private Optional<JsonObject> json(Digest digest) throws IOException {
    OptionalLong size = parts.content().size(digest);
    if (size.isEmpty() || size.getAsLong() > ImageJson.MAX_CONFIG) {
      return Optional.empty();
    }
    try (var in = parts.content().open(digest)) {
      if (in.read() != '{') {
        return Optional.empty();
      }
    }
    try (var in = parts.content().open(digest)) {
      return Optional.of(Json.parseObject(in.readNBytes(ImageJson.MAX_CONFIG)));
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  private void stack(List<String> diffIds) throws IOException {
    List<Layer> below = new ArrayList<>();
    for (String diffId : diffIds) {
      Optional<Layer> found;
      try {
        found = store.findReadable(Digest.parse(diffId), below);
      } catch (ContentException.Corrupt e) {
        // which layers are above it depends on what its record would say
        damaged.add(Path.of(e.subject()));
        return;
      }
      if (found.isEmpty()) {
        return;
      }
      layer(found.get().id());
      below.add(found.get());
    }
  }

  private void layer(LayerId id) throws IOException {
    if (layers.add(id)) {
      try {
        Optional<LayerRecord> record = store.record(id);
        if (record.isPresent()) {
          record.get().blobs().stream().map(Descriptor::digest).forEach(content::add);
          if (record.get().isPacked()) {
            packed.add(id.diffId());
          }
        }
      } catch (ContentException.Corrupt _) {
        damaged.add(parts.paths().layerRecord(id));
      }
    }
  }
}
