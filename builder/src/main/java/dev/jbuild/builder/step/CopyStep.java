package dev.jbuild.builder.step;

import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.copy.Copier;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.builder.tree.ContentKey;
import dev.jbuild.builder.tree.Selection;
import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Unpack;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Accounts;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `COPY` and `ADD`.
///
/// With files of a stage or an image it has two keys: one over the identity of their root, which
/// needs no file, and one over the content that is selected. The context has no identity but its
/// content.
public final class CopyStep implements Work {
  private final Operation.Copy operation;
  private final Snapshot parent;
  private final CopyInput input;
  private final Instant now;
  private CopyInput.@Nullable Selected selected;

  public CopyStep(Operation.Copy operation, Snapshot parent, CopyInput input, Instant now) {
    this.operation = operation;
    this.parent = parent;
    this.input = input;
    this.now = now;
  }

  /// A linked copy stands on nothing, unless names of owners must be looked up below it. Modes are
  /// given to files as they are copied, so `--chmod` makes no difference.
  private boolean independent() {
    String owner = operation.owner().orElse("");
    return operation.link() && owner.chars().allMatch(c -> c == ':' || (c >= '0' && c <= '9'));
  }

  @Override
  public CacheKey key() throws IOException, StepException, InterruptedException {
    Optional<String> identity = input.identity();
    if (identity.isEmpty()) {
      return byContent();
    }
    return new CacheKey(
        definition()
            .put("from", identity.get())
            .put("sources", operation.sources().stream().map(CopyStep::describe).toList())
            .put("excludes", operation.excludes())
            .put("parents", operation.parents())
            .build());
  }

  @Override
  public Optional<CacheKey> contentKey() throws IOException, StepException, InterruptedException {
    return input.identity().isEmpty() ? Optional.empty() : Optional.of(byContent());
  }

  private CacheKey byContent() throws IOException, StepException, InterruptedException {
    ContentKey content = selected().key();
    return new CacheKey(
        definition()
            .put("content", content.digest().toString())
            .put("files", content.files())
            .put("bytes", content.bytes())
            .build());
  }

  private JsonObject.Builder definition() {
    return JsonObject.builder()
        .put("kind", operation.add() ? "add" : "copy")
        .put("parent", independent() ? "" : parent.chain())
        .put("destination", operation.destination())
        .put("owner", operation.owner().orElse(""))
        .put("mode", operation.mode().map(m -> m.text()).orElse(""))
        .put("link", independent())
        .put("unpack", operation.unpack() != Unpack.NEVER);
  }

  private static String describe(CopySource source) {
    return switch (source) {
      case CopySource.Path p -> p.pattern() + p.pivot().map(v -> " from " + v).orElse("");
      case CopySource.Inline i -> "inline " + i.name() + "\n" + i.content();
      case CopySource.Http h -> h.url();
      case CopySource.Git g -> g.url();
    };
  }

  private CopyInput.Selected selected() throws IOException, StepException, InterruptedException {
    if (selected == null) {
      selected = input.select();
    }
    return selected;
  }

  @Override
  public List<Layer> parents() throws IOException, InterruptedException {
    return independent() ? List.of() : parent.layers();
  }

  @Override
  public void carryOut(LayerDraft draft, Running running)
      throws IOException, StepException, InterruptedException {
    String user = operation.owner().orElse("");
    Accounts.Owner owner = user.isEmpty() ? null : Owners.find(draft, user);
    Copier copier = new Copier(draft, owner, operation.mode().orElse(null), now);
    List<Selection> selections = new ArrayList<>(selected().selections());
    if (operation.destination().endsWith("/") && !selections.isEmpty()) {
      copier.directory(operation.destination());
    }
    for (Selection selection : selections) {
      if (operation.unpack() == Unpack.NEVER
          || !copier.unpack(selection, operation.destination())) {
        copier.copy(selection, operation.destination());
      }
    }
  }
}
