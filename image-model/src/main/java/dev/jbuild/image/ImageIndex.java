package dev.jbuild.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An index of manifests, usually one for each platform of an image.
///
/// Follows the OCI image specification, "OCI Image Index Specification"; Docker's manifest list has
/// the same shape under other media types.
public record ImageIndex(
    String mediaType,
    List<Descriptor> manifests,
    String artifactType,
    @Nullable Descriptor subjectOrNull,
    Map<String, String> annotations)
    implements Manifest {

  public ImageIndex {
    Objects.requireNonNull(artifactType);
    if (!MediaTypes.isIndex(mediaType)) {
      throw new IllegalArgumentException(
          "media type '" + mediaType + "' is not that of an image index");
    }
    manifests = List.copyOf(manifests);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /// A plain index.
  public static ImageIndex of(String mediaType, List<Descriptor> manifests) {
    return new ImageIndex(mediaType, manifests, "", null, Map.of());
  }

  /// The manifest that this index refers to.
  public Optional<Descriptor> subject() {
    return Optional.ofNullable(subjectOrNull);
  }

  /// The first entry that runs on the platform; attestation entries (`unknown/unknown`) never do.
  /// Of an index that names no platforms it is the first of all.
  public Optional<Descriptor> select(Platform wanted) {
    if (manifests.stream().allMatch(m -> m.platform().isEmpty())) {
      return manifests.stream().findFirst();
    }
    return manifests.stream()
        .filter(m -> m.platform().map(wanted::accepts).orElse(false))
        .findFirst();
  }

  /// The platforms that it has images for, attestations left out.
  public List<Platform> platforms() {
    return manifests.stream()
        .flatMap(m -> m.platform().stream())
        .filter(p -> !p.os().equals("unknown"))
        .distinct()
        .toList();
  }
}
