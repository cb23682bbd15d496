package dev.jbuild.engine.copy;

import dev.jbuild.image.Platform;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What to copy.
///
/// @param platformOrNull which image of an index to copy; null for the index with all it lists
/// @param referrers whether signatures, attestations and the like that refer to what is copied are
///   copied as well
public record Copy(
    Place source, Place target, @Nullable Platform platformOrNull, boolean referrers) {
  public Copy {
    Objects.requireNonNull(source);
    Objects.requireNonNull(target);
  }
}
