package dev.jbuild.builder.cache;

import dev.jbuild.layer.Layer;
import java.time.Instant;
import java.util.Objects;

/// What a step made, now or in an earlier build.
///
/// @param created when it was made, which history shows also when the step is cached
public record CachedLayer(Layer layer, Instant created) {
  public CachedLayer {
    Objects.requireNonNull(layer);
    Objects.requireNonNull(created);
  }
}
