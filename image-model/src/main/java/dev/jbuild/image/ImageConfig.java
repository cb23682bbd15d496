package dev.jbuild.image;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An image configuration: platform, defaults for containers, the layers' diff IDs and the history.
///
/// Follows the OCI image specification, "OCI Image Configuration". `diffIds` are the digests of the
/// uncompressed layer tars, lowest first. The digest of the encoded configuration is the image ID.
public record ImageConfig(
    Platform platform,
    @Nullable Instant createdOrNull,
    String author,
    ContainerConfig config,
    List<Digest> diffIds,
    List<HistoryEntry> history) {

  public ImageConfig {
    Objects.requireNonNull(platform);
    Objects.requireNonNull(author);
    Objects.requireNonNull(config);
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  /// The configuration of `FROM scratch` for a platform.
  public static ImageConfig scratch(Platform platform) {
    return new ImageConfig(platform, null, "", ContainerConfig.EMPTY, List.of(), List.of());
  }

  /// When the image was made, as the configuration says; none in some reproducible images.
  public Optional<Instant> created() {
    return Optional.ofNullable(createdOrNull);
  }
}
