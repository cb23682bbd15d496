package dev.jbuild.builder.step;

import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.copy.Copier;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A layer that holds one selection and nothing else, for mounts to show.
public final class TreeStep implements Work {
  private final CopyInput.Selected selected;
  private final Instant now;

  public TreeStep(CopyInput.Selected selected, Instant now) {
    this.selected = selected;
    this.now = now;
  }

  @Override
  public CacheKey key() {
    return new CacheKey(
        JsonObject.builder()
            .put("kind", "tree")
            .put("content", selected.key().digest().toString())
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
    new Copier(draft, null, null, now).copy(selected.selections().getFirst(), "/");
  }
}
