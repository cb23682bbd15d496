package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.TreeWriter;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.diff.TreeTar;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tree.LowerFiles;
import dev.jbuild.layer.tree.OpaqueDirectories;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A draft in the session's corner: `fs` is its tree, `work` the work directory of a mount.
final class DiskLayerDraft implements LayerDraft {
  private final DiskLayerStore layers;
  private final List<Layer> parents;
  private final Path home;
  private final OverlayForm form;
  private boolean shared;
  private @Nullable DraftTree tree;

  private DiskLayerDraft(DiskLayerStore layers, List<Layer> parents, Path home, OverlayForm form) {
    this.layers = layers;
    this.parents = List.copyOf(parents);
    this.home = home;
    this.form = form;
  }

  static DiskLayerDraft begin(Parts parts, DiskLayerStore layers, List<Layer> parents)
      throws IOException {
    OverlayForm form = OverlayForm.current();
    Path home = parts.session().temporary();
    FileAttributes root =
        parents.isEmpty()
            ? FileAttributes.of(
                0755, Credentials.effectiveUser(), Credentials.effectiveGroup(), Instant.EPOCH)
            : LowerFiles.attributes(form, UnionView.of(parents).stat("/").orElseThrow());
    DiskLayerDraft draft = new DiskLayerDraft(layers, parents, home, form);
    AtomicFiles.directory(draft.root());
    AtomicFiles.directory(draft.work());
    draft.openTree().directory("/", root);
    draft.flush();
    return draft;
  }

  /// The directory, which the caller may now fill or mount, so that this object no longer knows all
  /// that is in it.
  @Override
  public Path directory() {
    shared = true;
    return root();
  }

  private Path root() {
    return home.resolve("fs");
  }

  @Override
  public Path workDirectory() throws IOException {
    form.requireMarks(work());
    layers.prepare(parents);
    return work();
  }

  private Path work() {
    return home.resolve("work");
  }

  @Override
  public List<Layer> parents() {
    return parents;
  }

  @Override
  public UnionView view() throws IOException {
    flush();
    return UnionView.of(parents, root(), new OpaqueDirectories(root()));
  }

  @Override
  public TreeWriter tree() throws IOException {
    return openTree();
  }

  private DraftTree openTree() throws IOException {
    DraftTree t = tree;
    if (t != null && shared && t.isFresh()) {
      t.flush();
      t.close();
      t = null;
    }
    if (t == null) {
      t = new DraftTree(root(), UnionView.of(parents), form, !shared);
      tree = t;
    }
    return t;
  }

  private void flush() throws IOException {
    DraftTree t = tree;
    if (t != null) {
      t.flush();
    }
  }

  @Override
  public Layer commit(@Nullable Instant latest) throws IOException {
    flush();
    DigestingOutput hash =
        new DigestingOutput(OutputStream.nullOutputStream(), Digest.Algorithm.SHA256);
    TreeTar.Totals totals = TreeTar.write(root(), form, latest, hash);
    LayerRecord record =
        new LayerRecord(
            LayerId.of(hash.digest()),
            "",
            totals.size(),
            totals.tarSize(),
            totals.entries(),
            List.copyOf(totals.opaque()),
            !totals.hasRoot(),
            false,
            List.of(),
            List.of(),
            List.copyOf(totals.standIns()));
    Layer layer = layers.publish(root(), record);
    close();
    return layer;
  }

  @Override
  public void close() throws IOException {
    DraftTree t = tree;
    tree = null;
    if (t != null) {
      t.close();
    }
    Session.removeTree(home);
  }
}
