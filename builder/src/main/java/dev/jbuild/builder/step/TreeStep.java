package dev.jbuild.builder.step;

import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.copy.Copier;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.tree.Entry;
import dev.jbuild.builder.tree.Selection;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A layer that holds one selection and nothing else, for mounts to show.
public final class TreeStep implements Work {
  private static final String DIRECTORY = "tree";

  private final CopyInput.Selected selected;
  private final Instant now;

  public TreeStep(CopyInput.Selected selected, Instant now) {
    this.selected = selected;
    this.now = now;
  }

  private Selection selection() {
    return selected.selections().getFirst();
  }

  /// Copies a selection into a draft: a directory becomes one called `tree`, with its own mode and
  /// owner; a file keeps its name.
  public static void write(LayerDraft draft, Selection selection, Instant now) throws IOException {
    Entry top = selection.top();
    if (top.isDirectory()) {
      draft
          .tree()
          .directory(
              "/" + DIRECTORY, FileAttributes.of(top.mode(), top.uid(), top.gid(), top.modified()));
      new Copier(draft, null, null, now).copy(selection, "/" + DIRECTORY);
    } else {
      new Copier(draft, null, null, now).copy(selection, "/");
    }
  }

  /// Where a selection is that was written into a directory.
  public static Path place(Path root, Selection selection) {
    return root.resolve(selection.top().isDirectory() ? DIRECTORY : selection.name());
  }

  @Override
  public CacheKey key() {
    Entry top = selection().top();
    return new CacheKey(
        JsonObject.builder()
            .put("kind", "tree")
            .put("content", selected.key().digest().toString())
            .put("mode", top.mode())
            .put("owner", top.uid() + ":" + top.gid())
            .build());
  }

  @Override
  public Optional<CacheKey> contentKey() {
    return Optional.empty();
  }

  @Override
  public List<Layer> parents() {
    return List.of();
  }

  @Override
  public void carryOut(LayerDraft draft, Running running) throws IOException {
    write(draft, selection(), now);
  }
}
