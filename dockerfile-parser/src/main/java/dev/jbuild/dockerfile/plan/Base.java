package dev.jbuild.dockerfile.plan;

/// What a stage starts from.
public sealed interface Base {

  /// `FROM scratch`: an empty root.
  record Scratch() implements Base {}

  /// An image of a registry or of the local store.
  ///
  /// @param name full reference with tag or digest, such as `docker.io/library/debian:12`
  /// @param platform such as `linux/amd64`
  /// @param image what the resolver said about it
  record Image(String name, String platform, BaseImage image) implements Base {}

  /// An earlier stage of the same file.
  ///
  /// @param index of the stage in the file, from 0; [BuildPlan#stage(int)] finds its plan
  record Stage(int index) implements Base {}

  /// A named build context that is a directory, not an image: its files on an empty root.
  record Context(String name) implements Base {}
}
