package dev.jbuild.registry.server.store;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an index knows of a manifest: the descriptor under which the referrers list shows it
/// (artifact type and annotations included), and the manifest it refers to, if any.
public record ManifestRecord(Descriptor descriptor, @Nullable Digest subjectOrNull) {
  public ManifestRecord {
    Objects.requireNonNull(descriptor);
  }

  public Digest digest() {
    return descriptor.digest();
  }

  public Optional<Digest> subject() {
    return Optional.ofNullable(subjectOrNull);
  }
}
