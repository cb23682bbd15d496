package dev.jbuild.builder.step;

import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.copy.Copier;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `WORKDIR`: a directory that is there afterwards, with its parents. Makes a layer even if it was
/// there before.
public final class WorkdirStep implements Work {
  private final Operation.MakeDirectory operation;
  private final Snapshot parent;
  private final Instant now;

  public WorkdirStep(Operation.MakeDirectory operation, Snapshot parent, Instant now) {
    this.operation = operation;
    this.parent = parent;
    this.now = now;
  }

  @Override
  public CacheKey key() {
    return new CacheKey(
        JsonObject.builder()
            .put("kind", "workdir")
            .put("parent", parent.chain())
            .put("path", operation.path())
            .put("owner", operation.owner().orElse(""))
            .build());
  }

  @Override
  public Optional<CacheKey> contentKey() {
    return Optional.empty();
  }

  @Override
  public List<Layer> parents() throws IOException, InterruptedException {
    return parent.layers();
  }

  @Override
  public void carryOut(LayerDraft draft, Running running) throws IOException, StepException {
    String owner = operation.owner().orElse("");
    new Copier(draft, owner.isEmpty() ? null : Owners.find(draft, owner), null, now)
        .directory(operation.path());
  }
}
