package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tar.TarException;
import dev.jbuild.layer.tar.Unpacking;
import dev.jbuild.layer.tree.LowerFiles;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.RootedTree;
import dev.jbuild.layer.unpack.LayerExtractor;
import dev.jbuild.linux.Credentials;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Unpacks one layer tar into a tree of its own and publishes it if its digest is right.
final class LayerApplier {
  private final Parts parts;
  private final DiskLayerStore layers;
  private final OverlayForm form = OverlayForm.of(Credentials.effectiveUser());

  LayerApplier(Parts parts, DiskLayerStore layers) {
    this.parts = parts;
    this.layers = layers;
  }

  Layer apply(InputStream packed, Digest diffId, List<Layer> parents) throws IOException {
    Path temporary = parts.session().temporary();
    AtomicFiles.directory(temporary);
    try {
      LayerRecord record = extract(packed, diffId, parents, temporary);
      packed.transferTo(OutputStream.nullOutputStream());
      return layers.publish(temporary, record);
    } finally {
      Session.removeTree(temporary);
    }
  }

  private LayerRecord extract(
      InputStream packed, Digest diffId, List<Layer> parents, Path directory) throws IOException {
    UnionView below = UnionView.of(parents);
    boolean ownRootBelow = DiskLayerStore.hasOwnRoot(parents);
    try (RootedTree tree = new RootedTree(directory, below, form, true);
        UnpackedAhead tar =
            UnpackedAhead.start(packed, diffId.algorithm(), LayerApplier::unpacking)) {
      tree.rootAttributes(
          ownRootBelow
              ? LowerFiles.attributes(form, below.stat("/").orElseThrow())
              : RootedTree.implied());
      LayerExtractor.Totals totals = new LayerExtractor(tree, parents.isEmpty()).extract(tar);
      tar.transferTo(OutputStream.nullOutputStream());
      Digest actual = tar.digest();
      if (!actual.equals(diffId)) {
        throw new ContentException.DigestMismatch("layer tar", diffId, actual, tar.count());
      }
      boolean dependent = tree.dependsOnBelow() || (ownRootBelow && !totals.hasRoot());
      return new LayerRecord(
          dependent ? LayerId.on(diffId, parents) : LayerId.of(diffId),
          "",
          totals.size(),
          tar.count(),
          totals.entries(),
          List.copyOf(tree.opaque()),
          !totals.hasRoot(),
          true,
          List.of());
    }
  }

  private static InputStream unpacking(InputStream packed) throws IOException {
    try {
      return Unpacking.of(packed);
    } catch (TarException | EOFException e) {
      throw new ContentException.Malformed("the layer", String.valueOf(e.getMessage()), e);
    }
  }
}
