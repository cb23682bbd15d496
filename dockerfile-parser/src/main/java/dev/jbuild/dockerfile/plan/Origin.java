package dev.jbuild.dockerfile.plan;

/// Where files of a COPY, or of a bind or cache mount, come from.
public sealed interface Origin {

  /// The build context.
  record Context() implements Origin {}

  /// The root of another stage of the file.
  ///
  /// @param index of the stage in the file, from 0
  record Stage(int index) implements Origin {}

  /// The root of an image.
  ///
  /// @param name full reference with tag or digest
  /// @param image what the resolver said about it
  record Image(String name, String platform, BaseImage image) implements Origin {}

  /// A named build context that is a directory.
  record NamedContext(String name) implements Origin {}

  /// Nothing: an empty root (`from=scratch`, or a cache mount without `from`).
  record Empty() implements Origin {}
}
