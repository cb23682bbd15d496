package dev.jbuild.image;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One step in the making of an image, as `jbuild history` lists it.
///
/// Follows the OCI image specification, "OCI Image Configuration", property `history`. Entries with
/// `emptyLayer` false correspond one to one, in order, to the layers.
public record HistoryEntry(
    @Nullable Instant createdOrNull,
    String createdBy,
    String author,
    String comment,
    boolean emptyLayer) {
  public HistoryEntry {
    Objects.requireNonNull(createdBy);
    Objects.requireNonNull(author);
    Objects.requireNonNull(comment);
  }

  public Optional<Instant> created() {
    return Optional.ofNullable(createdOrNull);
  }
}
