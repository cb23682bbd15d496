package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.tar.TarException;
import dev.jbuild.layer.tar.Unpacking;
import dev.jbuild.layer.tree.LowerFiles;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.RootedTree;
import dev.jbuild.layer.unpack.FileBytes;
import dev.jbuild.layer.unpack.LayerExtractor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a layer tar becomes a tree.
///
/// @param below the layers it is applied on, lowest first
/// @param lowest whether nothing is below, so that deletions are dropped
/// @param bytes what becomes of the content of files; null writes it
record LayerExtraction(
    Digest diffId, List<Layer> below, boolean lowest, @Nullable FileBytes bytes) {
  LayerExtraction {
    below = List.copyOf(below);
  }

  /// All of a layer, on these parents.
  static LayerExtraction whole(Digest diffId, List<Layer> parents) {
    return new LayerExtraction(diffId, parents, parents.isEmpty(), null);
  }

  /// A layer once more, on what lies below it as far as its key tells.
  static LayerExtraction again(LayerId id, List<Layer> below, @Nullable FileBytes bytes) {
    boolean lowest = id.parents().isPresent() && below.isEmpty();
    return new LayerExtraction(id.diffId(), below, lowest, bytes);
  }

  /// Unpacks into an empty directory.
  ///
  /// @return what the layer's record will be, but for the name of its tree
  LayerRecord into(Path directory, InputStream packed) throws IOException {
    OverlayForm form = OverlayForm.current();
    UnionView view = UnionView.of(below);
    boolean ownRootBelow = DiskLayerStore.hasOwnRoot(below);
    try (RootedTree tree = new RootedTree(directory, view, form, true);
        UnpackedAhead tar =
            UnpackedAhead.start(packed, diffId.algorithm(), LayerExtraction::unpacking)) {
      tree.rootAttributes(
          ownRootBelow
              ? LowerFiles.attributes(form, view.stat("/").orElseThrow())
              : RootedTree.implied());
      LayerExtractor.Totals totals = new LayerExtractor(tree, lowest, bytes).extract(tar);
      tar.transferTo(OutputStream.nullOutputStream());
      Digest actual = tar.digest();
      if (!actual.equals(diffId)) {
        throw new ContentException.DigestMismatch("layer tar", diffId, actual, tar.count());
      }
      boolean dependent = tree.dependsOnBelow() || (ownRootBelow && !totals.hasRoot());
      return new LayerRecord(
          dependent ? LayerId.on(diffId, below) : LayerId.of(diffId),
          "",
          totals.size(),
          tar.count(),
          totals.entries(),
          List.copyOf(tree.opaque()),
          !totals.hasRoot(),
          true,
          List.of(),
          List.of(),
          List.copyOf(tree.standIns()));
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
