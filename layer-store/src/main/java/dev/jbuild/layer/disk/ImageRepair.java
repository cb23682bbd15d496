package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes images whole again: layers that are not unpacked are, from any packed form that is left.
/// An image that lacks something which is nowhere is lost and goes.
final class ImageRepair {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final DiskImageStore images;
  private final Repairs repairs;
  private final Map<Digest, List<Descriptor>> blobs;

  /// @param blobs further packed forms, by diff ID
  ImageRepair(
      Parts parts,
      DiskLayerStore layers,
      DiskImageStore images,
      Repairs repairs,
      Map<Digest, List<Descriptor>> blobs) {
    this.parts = parts;
    this.layers = layers;
    this.images = images;
    this.repairs = repairs;
    this.blobs = blobs;
  }

  void run() throws IOException {
    for (Image image : images.list()) {
      try {
        repair(image);
      } catch (ContentException.NotFound
          | ContentException.Corrupt
          | ContentException.DigestMismatch e) {
        lose(image, String.valueOf(e.getMessage()));
      }
    }
  }

  private void repair(Image image) throws IOException {
    LoadedImage loaded = images.load(image.manifest(), image.platform());
    if (StoreCheck.isElsewhere(parts, image, loaded) || StoreCheck.isWholeArtifact(parts, loaded)) {
      return;
    }
    List<Digest> diffIds = loaded.config().value().diffIds();
    List<Descriptor> packed = loaded.manifest().value().layers();
    if (packed.size() != diffIds.size()) {
      throw new ContentException.Corrupt(
          "its manifest", "it has another number of layers than its configuration");
    }
    List<Layer> below = new ArrayList<>();
    int again = 0;
    for (int i = 0; i < diffIds.size(); i++) {
      Optional<Layer> there = layers.find(diffIds.get(i), below);
      if (there.isEmpty()) {
        below.add(unpack(packed.get(i), diffIds.get(i), below));
        again++;
      } else {
        below.add(there.get());
      }
    }
    if (again > 0) {
      images.put(
          List.of(),
          image.manifest(),
          image.builtAt()); // its record has the size of what is unpacked
      repairs.repaired(
          name(image), again + (again == 1 ? " layer was" : " layers were") + " unpacked again");
    }
  }

  private Layer unpack(Descriptor packed, Digest diffId, List<Layer> below) throws IOException {
    List<Descriptor> sources = new ArrayList<>(List.of(packed));
    sources.addAll(blobs.getOrDefault(diffId, List.of()));
    for (Descriptor source : sources) {
      if (parts.content().contains(source.digest())) {
        try (InputStream in = parts.content().open(source.digest())) {
          Layer layer = layers.apply(in, diffId, below);
          layers.remember(layer, source);
          return layer;
        }
      }
    }
    throw new ContentException.NotFound(diffId, "layer");
  }

  private void lose(Image image, String reason) throws IOException {
    images.remove(image);
    repairs.lost(name(image), reason + ", so it was removed", advice(image.names()));
  }

  /// How an image of these names comes back.
  static String advice(List<Reference> names) {
    for (Reference name : names) {
      if (name.digestOrNull() != null) {
        return "get it back with 'jbuild pull " + name.familiar() + "'";
      }
    }
    return names.isEmpty()
        ? "build or pull it again if it is still wanted"
        : "build it again, or get it back with 'jbuild pull " + names.getFirst().familiar() + "'";
  }

  /// How reports call an image.
  static String name(Image image) {
    return image.names().isEmpty()
        ? "image " + image.id()
        : "image '" + image.names().getFirst().familiar() + "'";
  }
}
