package dev.jbuild.engine.image;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes images of one layer from archives of a whole file system. The image appears when all of it
/// is in the store.
public final class ImageImporter {
  private final Store store;
  private final InstantSource clock;

  public ImageImporter(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Imports an archive.
  ///
  /// @param archive a tar, plain or compressed as its first bytes tell
  /// @param comment what the history says of the layer
  /// @throws dev.jbuild.layer.ContentException.Corrupt when it is not an archive
  public Image importTar(
      InputStream archive,
      Platform platform,
      ContainerConfig config,
      String comment,
      Optional<Reference> name)
      throws IOException {
    try (Lease _ = store.lease("import of " + name.map(Reference::familiar).orElse("an image"));
        LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().unpack(archive, "/", UnaryOperator.identity());
      return publish(draft.commit(null), platform, config, comment, name);
    }
  }

  private Image publish(
      Layer layer,
      Platform platform,
      ContainerConfig config,
      String comment,
      Optional<Reference> name)
      throws IOException {
    Instant now = clock.instant();
    Encoded<ImageConfig> configuration =
        ImageJson.encode(
            new ImageConfig(
                platform,
                now,
                "",
                config,
                List.of(layer.diffId()),
                List.of(new HistoryEntry(now, "", "", comment, false))));
    Encoded<Manifest> manifest =
        ImageJson.encode(
            ImageManifest.of(
                MediaTypes.OCI_MANIFEST,
                configuration.descriptor(MediaTypes.OCI_CONFIG),
                List.of(Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize()))));
    store.content().put(configuration.bytes());
    store.content().put(manifest.bytes());
    Descriptor descriptor = manifest.descriptor(MediaTypes.OCI_MANIFEST);
    return store.images().put(name.stream().toList(), descriptor, now);
  }
}
