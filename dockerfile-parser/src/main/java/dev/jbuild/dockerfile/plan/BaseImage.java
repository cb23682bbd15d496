package dev.jbuild.dockerfile.plan;

/// What a resolver found out about a base image.
///
/// @param reference the name to show and to fetch by, with the digest when it is known
/// @param config the part of the image's configuration that a build inherits
/// @param platform what the image says it is for, such as `linux/amd64`; empty when that is not
///   known
/// @param known whether the configuration is the image's own; without it nothing is said about
///   variables that may come from there
public record BaseImage(String reference, ConfigState config, String platform, boolean known) {

  /// An image whose configuration is known, but not its platform.
  public BaseImage(String reference, ConfigState config) {
    this(reference, config, "", true);
  }

  /// An image of which nothing is known but the name: enough to check a file, not to build it.
  public static BaseImage unknown(String reference) {
    return new BaseImage(reference, ConfigState.empty(), "", false);
  }
}
