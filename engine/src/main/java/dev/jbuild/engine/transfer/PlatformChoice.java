package dev.jbuild.engine.transfer;

import dev.jbuild.image.Platform;
import java.util.Objects;

/// For which platform an image is wanted, and what to do with one that is made for another only.
///
/// @param required whether the user asked for this platform, so that another is an error; else a
///   name that stands for a single image gives that one, with a warning
public record PlatformChoice(Platform platform, boolean required) {
  public PlatformChoice {
    Objects.requireNonNull(platform);
  }

  /// The platform of this machine, as nobody asked for another.
  public static PlatformChoice host() {
    return new PlatformChoice(Platform.host(), false);
  }

  /// The platform that the user asked for.
  public static PlatformChoice exactly(Platform platform) {
    return new PlatformChoice(platform, true);
  }
}
