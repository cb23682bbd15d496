package dev.jbuild.layer.layout;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/// Makes an image with one layer from the tar of a root file system, as `jbuild import` does.
///
/// The archive may be compressed. Its bytes are not kept: the layer is the canonical tar of what it
/// unpacks to, so that equal trees give equal layers whatever tool made the archive.
public final class RootfsImport {
  private final Store store;

  public RootfsImport(Store store) {
    this.store = store;
  }

  /// Reads the archive and writes the image's documents; publishing it is for the caller, who must
  /// hold a lease until then.
  ///
  /// @param message what the image's history says about it
  /// @return the descriptor of the manifest
  public Descriptor run(
      InputStream archive,
      ContainerConfig config,
      Platform platform,
      String message,
      Instant created)
      throws IOException {
    Layer layer;
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().unpack(archive, "/", attributes -> attributes);
      layer = draft.commit(null);
    }
    ImageConfig image =
        new ImageConfig(
            platform,
            created,
            "",
            config,
            List.of(layer.diffId()),
            List.of(new HistoryEntry(created, "", "", message, false)));
    return store.images().assemble(image, List.of(layer));
  }
}
