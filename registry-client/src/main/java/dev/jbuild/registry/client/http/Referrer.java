package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.RawManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A manifest that refers to another, as lists of referrers show it.
///
/// Follows the OCI distribution specification, "Listing Referrers": the artifact type is that of
/// the manifest, else the type of its configuration; annotations are copied.
///
/// @param subject what it refers to
/// @param entry its descriptor with type and annotations
record Referrer(Digest subject, Descriptor entry) {

  /// The manifest as a referrer; nothing when it has no subject or is of an unknown kind.
  static Optional<Referrer> of(RawManifest raw) {
    try {
      return switch (raw.parse().value()) {
        case ImageManifest m ->
            m.subject().map(s -> of(raw.descriptor(), s, m.annotations(), m.artifactKind()));
        case ImageIndex i ->
            i.subject().map(s -> of(raw.descriptor(), s, i.annotations(), i.artifactType()));
      };
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  private static Referrer of(
      Descriptor own, Descriptor subject, Map<String, String> annotations, String type) {
    return new Referrer(
        subject.digest(),
        new Descriptor(
            own.mediaType(), own.digest(), own.size(), List.of(), annotations, null, type));
  }
}
