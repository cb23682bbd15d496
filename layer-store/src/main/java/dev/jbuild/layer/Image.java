package dev.jbuild.layer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An image as lists show it, read from one small record.
///
/// @param names full names, tagged ones and ones by digest (`repo@sha256:...`, which say where it
///   was pulled from or pushed to); empty for a dangling image
/// @param manifest the manifest, or the index of an image for several platforms
/// @param id the digest of the configuration, which is the image ID
/// @param builtAt when it came into this store
/// @param createdOrNull when it was made, as its configuration says
/// @param size sum of the sizes of all files in all layers
public record Image(
    List<Reference> names,
    Descriptor manifest,
    Digest id,
    Platform platform,
    Instant builtAt,
    @Nullable Instant createdOrNull,
    long size) {
  public Image {
    names = List.copyOf(names);
    Objects.requireNonNull(manifest);
    Objects.requireNonNull(id);
    Objects.requireNonNull(platform);
    Objects.requireNonNull(builtAt);
  }

  /// When it was made, as its configuration says.
  public Optional<Instant> created() {
    return Optional.ofNullable(createdOrNull);
  }

  /// The names that have a tag.
  public List<Reference> tags() {
    return names.stream().filter(n -> n.tagOrNull() != null).toList();
  }

  /// The names that have a digest and no tag.
  public List<Reference> digests() {
    return names.stream().filter(n -> n.tagOrNull() == null).toList();
  }
}
