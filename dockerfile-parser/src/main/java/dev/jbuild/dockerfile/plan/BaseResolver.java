package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.io.IOException;

/// Finds out about images. Called for each FROM of a reached stage that names an image, and for
/// each image that a COPY or a mount of a reached stage takes files from; the same image may be
/// asked for more than once. Never called for what the target does not need.
@FunctionalInterface
public interface BaseResolver {

  /// Resolves an image.
  ///
  /// @param name full reference with tag or digest, such as `docker.io/library/debian:12`
  /// @param platform such as `linux/amd64` or `linux/arm64/v8`
  /// @param where the instruction that names the image, for error messages
  BaseImage resolve(String name, String platform, SourceRange where) throws IOException;
}
