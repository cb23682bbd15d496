package dev.jbuild.builder;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import java.util.List;

/// What a build made.
///
/// @param manifest descriptor of the image's manifest in the store
/// @param imageId digest of the image's configuration
/// @param names the names that now mean this image
/// @param cachedSteps how many steps of the Dockerfile were found in the cache
/// @param executedSteps how many were carried out
public record BuildResult(
    Descriptor manifest,
    Digest imageId,
    List<Reference> names,
    int cachedSteps,
    int executedSteps) {
  public BuildResult {
    names = List.copyOf(names);
  }
}
