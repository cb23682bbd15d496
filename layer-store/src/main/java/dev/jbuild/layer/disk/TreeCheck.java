package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.diff.TreeTar;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tree.MarkSpace;
import dev.jbuild.layer.tree.Opaqueness;
import dev.jbuild.layer.tree.OverlayForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether the files of a layer are those that it was made of.
///
/// A layer that was made here must give the tar of its diff ID. The tree of a layer from outside
/// need not; it is compared with what one of its packed forms gives when it is unpacked anew. That
/// takes an inode for each of its files for a while, but no space for their content.
final class TreeCheck {
  private final Parts parts;
  private final Stacks stacks;
  private final Set<LayerId> damaged = new HashSet<>();
  private boolean deferred;
  private final OverlayForm form = OverlayForm.current();

  TreeCheck(Parts parts, Stacks stacks) {
    this.parts = parts;
    this.stacks = stacks;
  }

  /// What is wrong with the files of a layer. Nothing is known to be wrong with a layer from
  /// outside that has no packed form any more, or depends on layers that neither an image nor a
  /// container has, or on some that are damaged themselves. Layers that others depend on come
  /// first.
  Optional<String> problem(LayerRecord record) throws IOException {
    Optional<String> problem;
    try {
      problem = look(record);
    } catch (IOException e) {
      if (isRemoved(record)) {
        return Optional.empty();
      }
      throw e;
    }
    if (problem.isEmpty() || isRemoved(record)) {
      return Optional.empty();
    }
    damaged.add(record.id());
    return problem;
  }

  /// Whether a layer went while it was looked at; its record goes first.
  private boolean isRemoved(LayerRecord record) throws IOException {
    return LayerRecord.read(parts.paths(), record.id()).isEmpty();
  }

  private Optional<String> look(LayerRecord record) throws IOException {
    Path tree = parts.paths().trees().resolve(record.tree());
    if (!Files.isDirectory(tree)) {
      return Optional.of("its directory '" + tree + "' is missing");
    }
    if (totals(tree, record.id(), LayerMarks.of(record, form)) != null) {
      return Optional.empty();
    }
    String changed = "its files in '" + tree + "' were changed";
    if (!record.applied()) {
      return Optional.of(changed);
    }
    Optional<TreeComparison.Result> difference = difference(record, tree);
    return switch (difference.map(TreeComparison.Result::files).orElse(0)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(changed + ": " + difference.get().first());
      default ->
          Optional.of(
              "%s: %s, and %d more"
                  .formatted(changed, difference.get().first(), difference.get().files() - 1));
    };
  }

  /// Whether the files of a layer were seen to be those that it was made of. Layers that others
  /// depend on come first.
  boolean isProven(LayerRecord record) throws IOException {
    Path tree = parts.paths().trees().resolve(record.tree());
    if (!Files.isDirectory(tree)) {
      damaged.add(record.id());
      return false;
    }
    if (totals(tree, record.id(), LayerMarks.of(record, form)) != null
        || (record.applied()
            && difference(record, tree).filter(result -> result.files() == 0).isPresent())) {
      return true;
    }
    damaged.add(record.id());
    return false;
  }

  /// Unpacks a damaged layer again and gives it that tree, which nobody may be using.
  ///
  /// @return whether there is a packed form to do it from
  boolean makeWhole(LayerRecord record, DiskLayerStore layers) throws IOException {
    List<Layer> below = stacks.below(record.id());
    if (below == null || anyDamaged(below)) {
      return false;
    }
    for (Descriptor blob : packed(record)) {
      if (parts.content().contains(blob.digest())
          && isUnpackedAgain(record, below, blob.digest(), layers)) {
        damaged.remove(record.id());
        return true;
      }
    }
    return false;
  }

  private boolean isUnpackedAgain(
      LayerRecord record, List<Layer> below, Digest blob, DiskLayerStore layers)
      throws IOException {
    Path anew = parts.session().temporary();
    AtomicFiles.directory(anew);
    try (InputStream in = parts.content().open(blob)) {
      LayerRecord again = LayerExtraction.again(record.id(), below, null).into(anew, in);
      if (!again.id().equals(record.id())) {
        return false;
      }
      layers.replace(record, anew, again);
      return true;
    } catch (ContentException.Corrupt
        | ContentException.DigestMismatch
        | ContentException.NotFound _) {
      return false;
    } catch (IOException e) {
      throw AtomicFiles.explained("unpacking layer " + record.id().diffId() + " again", e);
    } finally {
      Session.removeTree(anew);
    }
  }

  /// Whether a layer was passed over since one that it depends on is damaged.
  boolean isDeferred() {
    return deferred;
  }

  /// What a tree is, when its tar is that of the layer.
  TreeTar.@Nullable Totals totals(Path tree, LayerId id) throws IOException {
    TreeTar.Totals totals = totals(tree, id, (directory, _) -> form.isOpaque(directory));
    return totals == null
        ? totals(tree, id, (directory, _) -> MarkSpace.USER.isMarked(directory))
        : totals;
  }

  /// Whether this process cannot see the marks of a tree without a record that says them.
  boolean isBlind() {
    return form.isBlind();
  }

  private TreeTar.@Nullable Totals totals(Path tree, LayerId id, Opaqueness marks)
      throws IOException {
    DigestingOutput hash =
        new DigestingOutput(OutputStream.nullOutputStream(), id.diffId().algorithm());
    try {
      TreeTar.Totals totals = TreeTar.write(tree, form, marks, null, hash);
      return hash.digest().equals(id.diffId()) ? totals : null;
    } catch (ContentException.Corrupt _) {
      return null;
    }
  }

  /// What differs from a packed form; nothing when there is none to compare with.
  private Optional<TreeComparison.Result> difference(LayerRecord record, Path tree)
      throws IOException {
    List<Layer> below = stacks.below(record.id());
    if (below == null) {
      return Optional.empty();
    }
    if (anyDamaged(below)) {
      deferred = true;
      return Optional.empty();
    }
    for (Descriptor blob : packed(record)) {
      if (parts.content().contains(blob.digest())) {
        try {
          return difference(record, below, blob, tree);
        } catch (ContentException.Corrupt
            | ContentException.DigestMismatch
            | ContentException.NotFound _) {
          // a damaged form tells nothing; it is told of itself
        }
      }
    }
    return Optional.empty();
  }

  private boolean anyDamaged(List<Layer> some) {
    return some.stream().anyMatch(layer -> damaged.contains(layer.id()));
  }

  private Set<Descriptor> packed(LayerRecord record) {
    Set<Descriptor> packed = new LinkedHashSet<>(record.blobs());
    packed.addAll(stacks.packed(record.id()));
    return packed;
  }

  private Optional<TreeComparison.Result> difference(
      LayerRecord record, List<Layer> below, Descriptor blob, Path tree) throws IOException {
    LayerId id = record.id();
    Path anew = parts.session().temporary();
    AtomicFiles.directory(anew);
    try (InputStream in = parts.content().open(blob.digest())) {
      ContentDigests contents = new ContentDigests();
      if (!LayerExtraction.again(id, below, contents).into(anew, in).id().equals(id)) {
        return Optional.empty(); // the layers below are not those it was applied on
      }
      return Optional.of(
          TreeComparison.of(anew, contents, tree, form, LayerMarks.of(record, form)));
    } catch (IOException e) {
      throw AtomicFiles.explained("comparing layer " + id.diffId(), e);
    } finally {
      Session.removeTree(anew);
    }
  }
}
