package dev.jbuild.builder.step;

import dev.jbuild.builder.cache.CacheKey;
import dev.jbuild.builder.progress.Running;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One step on one parent: what its result depends on, and how to get it.
///
/// Keys are tried before anything is carried out, cheap ones first. The methods are called by one
/// thread.
public interface Work {
  /// The key that can be had without the content of other stages or images.
  CacheKey key() throws IOException, StepException, InterruptedException;

  /// The key over the content that the step reads, when it says more than [#key]; asking for it may
  /// fetch images and wait for stages.
  Optional<CacheKey> contentKey() throws IOException, StepException, InterruptedException;

  /// The layers that the step stands on, lowest first.
  List<Layer> parents() throws IOException, InterruptedException;

  /// Does the work into a draft on [#parents].
  void carryOut(LayerDraft draft, Running running)
      throws IOException, StepException, InterruptedException;
}
