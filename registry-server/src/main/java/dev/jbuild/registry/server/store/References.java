package dev.jbuild.registry.server.store;

import dev.jbuild.image.Digest;
import java.util.Set;

/// The content that must be in the same repository before a manifest is accepted there.
public record References(Set<Digest> blobs, Set<Digest> manifests) {
  public References {
    blobs = Set.copyOf(blobs);
    manifests = Set.copyOf(manifests);
  }
}
