package dev.jbuild.dockerfile.plan;

/// A history entry that an instruction adds to the image.
///
/// @param createdBy such as `RUN /bin/sh -c make # buildkit`
/// @param emptyLayer whether the step made no layer
public record HistoryStep(String createdBy, boolean emptyLayer) {

  /// The comment of every step made from a Dockerfile, the same as BuildKit's.
  public static final String COMMENT = "buildkit.dockerfile.v0";
}
