package dev.jbuild.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A typed, sized, digested pointer to content.
///
/// Follows the OCI image specification, "OCI Content Descriptors". `size` is in bytes and never
/// negative. `artifactType` is empty when not given.
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    List<String> urls,
    Map<String, String> annotations,
    @Nullable Platform platformOrNull,
    String artifactType) {

  public Descriptor {
    Objects.requireNonNull(mediaType);
    Objects.requireNonNull(digest);
    Objects.requireNonNull(artifactType);
    if (size < 0) {
      throw new IllegalArgumentException("descriptor of " + digest + " has negative size " + size);
    }
    urls = List.copyOf(urls);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /// A descriptor with nothing but the three mandatory properties.
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, List.of(), Map.of(), null, "");
  }

  /// The platform that an index gives for this entry.
  public Optional<Platform> platform() {
    return Optional.ofNullable(platformOrNull);
  }

  /// The same descriptor, marked as made for a platform.
  public Descriptor withPlatform(Platform platform) {
    return new Descriptor(mediaType, digest, size, urls, annotations, platform, artifactType);
  }

  /// The same descriptor, but of the bytes of another one: an entry of an index whose manifest was
  /// written anew.
  public Descriptor pointingTo(Descriptor target) {
    return new Descriptor(
        mediaType, target.digest(), target.size(), urls, annotations, platformOrNull, artifactType);
  }

  /// The same descriptor with other annotations.
  public Descriptor withAnnotations(Map<String, String> others) {
    return new Descriptor(mediaType, digest, size, urls, others, platformOrNull, artifactType);
  }
}
