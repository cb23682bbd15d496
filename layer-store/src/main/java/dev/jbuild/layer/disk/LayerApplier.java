package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Unpacks one layer tar into a tree of its own and publishes it if its digest is right.
final class LayerApplier {
  private final Parts parts;
  private final DiskLayerStore layers;

  LayerApplier(Parts parts, DiskLayerStore layers) {
    this.parts = parts;
    this.layers = layers;
  }

  Layer apply(InputStream packed, Digest diffId, List<Layer> parents) throws IOException {
    Path temporary = parts.session().temporary();
    parts.durability().settle();
    AtomicFiles.directory(temporary);
    try {
      LayerRecord record = LayerExtraction.whole(diffId, parents).into(temporary, packed);
      packed.transferTo(OutputStream.nullOutputStream());
      return layers.publish(temporary, record);
    } finally {
      Session.removeTree(temporary);
    }
  }
}
