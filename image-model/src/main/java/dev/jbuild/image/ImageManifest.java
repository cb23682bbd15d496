package dev.jbuild.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An image manifest: one configuration and an ordered list of layers, lowest first.
///
/// Follows the OCI image specification, "OCI Image Manifest Specification"; Docker's schema 2 has
/// the same shape under other media types.
public record ImageManifest(
    String mediaType,
    Descriptor config,
    List<Descriptor> layers,
    String artifactType,
    @Nullable Descriptor subjectOrNull,
    Map<String, String> annotations)
    implements Manifest {

  public ImageManifest {
    Objects.requireNonNull(config);
    Objects.requireNonNull(artifactType);
    if (!MediaTypes.isManifest(mediaType)) {
      throw new IllegalArgumentException(
          "media type '" + mediaType + "' is not that of an image manifest");
    }
    layers = List.copyOf(layers);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /// A plain image manifest.
  public static ImageManifest of(String mediaType, Descriptor config, List<Descriptor> layers) {
    return new ImageManifest(mediaType, config, layers, "", null, Map.of());
  }

  /// The manifest that this one refers to, as signatures and attestations do.
  public Optional<Descriptor> subject() {
    return Optional.ofNullable(subjectOrNull);
  }

  /// What an artifact is of: its artifact type, or else the media type of its configuration, as the
  /// specification has it for referrers.
  public String artifactKind() {
    return artifactType.isEmpty() ? config.mediaType() : artifactType;
  }
}
