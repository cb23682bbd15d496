package dev.jbuild.engine.copy;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.registry.client.RawManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Gives manifests, verified, and blobs, not verified.
interface CopySource {
  String name();

  /// What the place's name stands for.
  RawManifest root() throws IOException;

  RawManifest manifest(Descriptor descriptor) throws IOException;

  InputStream blob(Descriptor blob, long offset) throws IOException;

  /// Says that a blob from here had other bytes than its digest promises.
  ///
  /// @return whether another try may give the right ones
  default boolean reject(Descriptor blob) throws IOException {
    return false;
  }

  /// What refers to a manifest.
  List<Descriptor> referrers(Digest manifest) throws IOException;

  /// Whether a document says that it is about a manifest.
  static boolean refersTo(RawManifest document, Digest manifest) {
    try {
      Optional<Descriptor> subject =
          switch (document.parse().value()) {
            case ImageManifest m -> m.subject();
            case ImageIndex i -> i.subject();
          };
      return subject.isPresent() && subject.get().digest().equals(manifest);
    } catch (JsonException _) {
      return false;
    }
  }
}
