package dev.jbuild.engine.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a clean-up is about.
///
/// @param containers whether containers that have ended go
/// @param images which images go
/// @param cache which steps of the build cache go
/// @param keepCacheOrNull as many bytes of the build cache stay, those used last; null for none
/// @param volumes whether volumes without a name that no container has go
/// @param filters docker's conditions, `until=` and `label=`, which all that goes must fit
public record PruneRequest(
    boolean containers,
    Images images,
    Cache cache,
    @Nullable Long keepCacheOrNull,
    boolean volumes,
    List<String> filters) {
  /// Which images.
  public enum Images {
    NONE,
    /// Those without a name.
    DANGLING,
    /// Those that no container has.
    UNUSED
  }

  /// Which steps.
  public enum Cache {
    NONE,
    /// Those whose results no image and no container needs.
    UNSHARED,
    ALL
  }

  public PruneRequest {
    filters = List.copyOf(filters);
  }

  /// Containers that have ended.
  public static PruneRequest endedContainers() {
    return new PruneRequest(true, Images.NONE, Cache.NONE, null, false, List.of());
  }

  /// Images alone.
  public static PruneRequest of(Images images) {
    return new PruneRequest(false, images, Cache.NONE, null, false, List.of());
  }

  /// Steps of the build cache alone.
  public static PruneRequest of(Cache cache, @Nullable Long keepOrNull) {
    return new PruneRequest(false, Images.NONE, cache, keepOrNull, false, List.of());
  }

  /// The same of what fits docker's conditions.
  public PruneRequest withFilters(List<String> conditions) {
    return new PruneRequest(containers, images, cache, keepCacheOrNull, volumes, conditions);
  }

  /// Nothing but left-overs.
  public static final PruneRequest NOTHING =
      new PruneRequest(false, Images.NONE, Cache.NONE, null, false, List.of());
}
