package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.util.Optional;

/// Images that a manifest list names and whose layers only a registry has: the store keeps their
/// manifests and configurations, and here in which repository the rest is. That layers of theirs
/// are missing is no damage.
public final class Elsewhere {
  /// The kind of these records; their keys are digests of manifests.
  public static final String KIND = "elsewhere";

  private static final String NAME = "name";

  private final Records records;

  /// @param records those of [#KIND]
  public Elsewhere(Records records) {
    this.records = records;
  }

  /// Remembers where an image is.
  ///
  /// @param name what it was asked for by
  public void put(Digest manifest, Reference name) throws IOException {
    records.put(
        manifest.toString(),
        JsonObject.builder().put(NAME, name.toString()).build(),
        References.NONE);
  }

  /// The name that an image was asked for by; its repository has all of it.
  public Optional<Reference> find(Digest manifest) throws IOException {
    Optional<Records.Entry> entry = records.get(manifest.toString());
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(entry.get().body().parsed(NAME, Reference::parse));
    } catch (JsonException e) {
      throw new ContentException.Corrupt(
          "the record of where image " + manifest + " is", String.valueOf(e.getMessage()), e);
    }
  }

  /// Forgets images whose manifests are not in the store any more.
  public void sweep(ContentStore content) throws IOException {
    for (String key : records.keys()) {
      if (!content.contains(Digest.parse(key))) {
        records.remove(key);
      }
    }
  }
}
