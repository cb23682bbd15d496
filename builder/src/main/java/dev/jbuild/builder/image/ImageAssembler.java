package dev.jbuild.builder.image;

import dev.jbuild.builder.cache.CachedLayer;
import dev.jbuild.dockerfile.plan.StagePlan;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Layer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the configuration and the manifest of an image.
///
/// The manifest names the layers of this build as what they are in the store, plain tars under
/// their diff IDs, and those of the base as they were pulled. A push puts compressed forms in their
/// place; the configuration, and so the image ID, stays the same.
public final class ImageAssembler {
  private ImageAssembler() {}

  /// The two documents of an image.
  public record Documents(Encoded<ImageConfig> config, Encoded<Manifest> manifest) {}

  /// What the image stands on.
  ///
  /// @param config of the base; of scratch when there is none
  /// @param layers descriptors of the base's layers
  public record BasePart(ImageConfig config, List<Descriptor> layers) {
    public BasePart {
      layers = List.copyOf(layers);
    }
  }

  /// Puts the documents together.
  ///
  /// @param latest no time in the documents, but for those of the base, is later; null for no limit
  public static Documents assemble(
      BasePart base,
      StagePlan target,
      List<CachedLayer> layers,
      Platform platform,
      @Nullable Instant latest) {
    List<Instant> times = layers.stream().map(l -> clamp(l.created(), latest)).toList();
    List<HistoryEntry> history = History.of(base.config().history(), target.history(), times);
    List<Digest> diffIds = new ArrayList<>(base.config().diffIds());
    List<Descriptor> descriptors = new ArrayList<>(base.layers());
    for (CachedLayer layer : layers) {
      diffIds.add(layer.layer().diffId());
      descriptors.add(plain(layer.layer()));
    }
    Instant created = History.last(history);
    ImageConfig config =
        new ImageConfig(
            platform,
            created == null ? latest : created,
            target.config().author(),
            ConfigMapping.toImage(target.config()),
            diffIds,
            history);
    Encoded<ImageConfig> encoded = ImageJson.encode(config);
    Manifest manifest =
        ImageManifest.of(
            MediaTypes.OCI_MANIFEST, encoded.descriptor(MediaTypes.OCI_CONFIG), descriptors);
    return new Documents(encoded, ImageJson.encode(manifest));
  }

  private static Instant clamp(Instant time, @Nullable Instant latest) {
    return latest != null && time.isAfter(latest) ? latest : time;
  }

  private static Descriptor plain(Layer layer) {
    return Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize());
  }

  /// The OCI name of a layer's media type; Docker's and OCI's bytes are the same.
  public static Descriptor asOci(Descriptor layer) {
    String type =
        switch (layer.mediaType()) {
          case MediaTypes.DOCKER_LAYER -> MediaTypes.OCI_LAYER;
          case MediaTypes.DOCKER_LAYER_GZIP -> MediaTypes.OCI_LAYER_GZIP;
          default -> layer.mediaType();
        };
    return new Descriptor(
        type, layer.digest(), layer.size(), layer.urls(), layer.annotations(), null, "");
  }
}
