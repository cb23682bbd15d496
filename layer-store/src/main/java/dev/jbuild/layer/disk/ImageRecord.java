package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.image.json.Times;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.References;
import java.time.Instant;
import java.util.List;

/// What is kept of an image beside its documents, so that a list need not read those. The record's
/// key is the digest of the manifest.
final class ImageRecord {
  private ImageRecord() {}

  /// @param platform what the image is chosen for
  static JsonObject body(
      Descriptor manifest, LoadedImage image, Platform platform, Instant builtAt, long size) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("manifest", ImageJson.write(manifest))
            .put("id", image.manifest().value().config().digest().toString())
            .put("os", platform.os())
            .put("architecture", platform.architecture())
            .putIfPresent("variant", platform.variant())
            .put("builtAt", Times.write(builtAt))
            .put("size", size);
    image.config().value().created().ifPresent(t -> json.put("created", Times.write(t)));
    return json.build();
  }

  static References references(Descriptor manifest) {
    return new References(List.of(manifest.digest()), List.of());
  }

  static Image read(JsonObject json, List<Reference> names) throws JsonException {
    return new Image(
        names,
        ImageJson.descriptor(json.requireObject("manifest")),
        json.parsed("id", Digest::parse),
        Platform.of(
            json.requireString("os"), json.requireString("architecture"), json.text("variant")),
        Times.read(json, "builtAt").orElse(Instant.EPOCH),
        Times.read(json, "created").orElse(null),
        json.requireInteger("size"));
  }
}
