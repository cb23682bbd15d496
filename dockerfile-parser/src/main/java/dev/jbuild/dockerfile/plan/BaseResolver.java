package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.io.IOException;

/// Finds out about base images. Called once for each FROM of a reached stage that names an image,
/// in the order of the file, and never for stages that the target does not need.
@FunctionalInterface
public interface BaseResolver {

  /// Resolves an image.
  ///
  /// @param name full reference with tag or digest, such as `docker.io/library/debian:12`
  /// @param platform such as `linux/amd64` or `linux/arm64/v8`
  /// @param where the FROM instruction, for error messages
  BaseImage resolve(String name, String platform, SourceRange where) throws IOException;
}
