package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Records;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What images and containers tell of the unpacked layers: which lie below which, which packed
/// forms they have, and who needs them. Records and documents that cannot be read are passed over.
final class Stacks {
  private final DiskLayerStore layers;
  private final Map<LayerId, List<Layer>> below = new HashMap<>();
  private final Map<LayerId, Set<String>> images = new HashMap<>();
  private final Map<LayerId, Set<Descriptor>> packed = new HashMap<>();

  private Stacks(DiskLayerStore layers) {
    this.layers = layers;
  }

  static Stacks of(Parts parts, DiskLayerStore layers, DiskImageStore images) throws IOException {
    Stacks stacks = new Stacks(layers);
    for (Image image : images.list()) {
      try {
        LoadedImage loaded = images.load(image.manifest(), image.platform());
        stacks.image(ImageRepair.name(image), loaded);
      } catch (ContentException _) {
        // told of by those who look at images
      }
    }
    for (Records.Entry container : parts.records("containers", false).sound()) {
      stacks.container(container.references().layers());
    }
    return stacks;
  }

  private void image(String name, LoadedImage image) throws IOException {
    List<Layer> stack = new ArrayList<>();
    List<Descriptor> blobs = image.manifest().value().layers();
    for (Digest diffId : image.config().value().diffIds()) {
      Optional<Layer> layer = layers.find(diffId, stack);
      if (layer.isEmpty() || stack.size() == blobs.size()) {
        return;
      }
      LayerId id = layer.get().id();
      below.putIfAbsent(id, List.copyOf(stack));
      images.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(name);
      packed.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(blobs.get(stack.size()));
      stack.add(layer.get());
    }
  }

  private void container(List<LayerId> ids) throws IOException {
    List<Layer> stack = new ArrayList<>();
    for (LayerId id : ids) {
      Optional<Layer> layer;
      try {
        layer = layers.find(id);
      } catch (ContentException _) {
        return;
      }
      if (layer.isEmpty()) {
        return;
      }
      below.putIfAbsent(id, List.copyOf(stack));
      stack.add(layer.get());
    }
  }

  /// The layers that a layer was applied on, as far as it depends on them; null when nobody knows
  /// them any more.
  @Nullable List<Layer> below(LayerId id) {
    if (id.parents().isEmpty() || id.equals(LayerId.on(id.diffId(), List.of()))) {
      return List.of();
    }
    List<Layer> known = below.get(id);
    return known != null && id.equals(LayerId.on(id.diffId(), known)) ? known : null;
  }

  /// The keys of all layers, those that others may depend on first.
  List<LayerId> inOrder() throws IOException {
    List<LayerId> ids = new ArrayList<>(layers.ids());
    ids.sort(Comparator.comparingInt(this::depth));
    return ids;
  }

  private int depth(LayerId id) {
    return id.parents().isEmpty() ? -1 : below.getOrDefault(id, List.of()).size();
  }

  /// The packed forms that manifests name.
  Set<Descriptor> packed(LayerId id) {
    return packed.getOrDefault(id, Set.of());
  }

  /// The images that have a layer, such as ` (image 'app:1' and 2 others have it)`.
  String owners(LayerId id) {
    List<String> names = List.copyOf(images.getOrDefault(id, Set.of()));
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> " (" + names.getFirst() + " has it)";
      default ->
          " (%s and %d other%s have it)"
              .formatted(names.getFirst(), names.size() - 1, names.size() == 2 ? "" : "s");
    };
  }
}
