package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the caller of a build decides.
///
/// @param target stage to build, by name or number; null for the last one
/// @param buildArgs values of `--build-arg`
/// @param buildPlatform where the build runs, such as `linux/amd64`
/// @param targetPlatform what the image is for
/// @param labels to set on the image, over those of the file
/// @param namedContexts `--build-context`: a stage or image name to `docker-image://NAME` or a
///   directory
/// @param network what RUN sees when it does not say
/// @param cacheNamespace prefix of cache mount ids, empty for none
/// @param ignored patterns of the ignore file, for a check; null when there is none
public record PlanOptions(
    @Nullable String target,
    Map<String, String> buildArgs,
    String buildPlatform,
    String targetPlatform,
    Map<String, String> labels,
    Map<String, String> namedContexts,
    Operation.Network network,
    String cacheNamespace,
    @Nullable IgnorePatterns ignored) {

  public PlanOptions {
    buildArgs = Map.copyOf(buildArgs);
    labels = Map.copyOf(labels);
    namedContexts = Map.copyOf(namedContexts);
  }

  /// Options for the last stage, with nothing given.
  ///
  /// @param platform of the build and of the image, such as `linux/amd64`
  public static PlanOptions forPlatform(String platform) {
    return new PlanOptions(
        null,
        Map.of(),
        platform,
        platform,
        Map.of(),
        Map.of(),
        Operation.Network.DEFAULT,
        "",
        null);
  }
}
