package dev.jbuild.image.json;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes manifests, indexes, descriptors and image configurations.
///
/// Writing uses one fixed order of members, so that equal values give equal bytes. Reading keeps
/// the bytes beside the value. Follows the OCI image specification and Docker's schema 2.
public final class ImageJson {
  /// The largest manifest or index that is read, in bytes; registries must take at least 4 MiB.
  public static final int MAX_MANIFEST = 4 << 20;

  /// The largest configuration that is read, in bytes.
  public static final int MAX_CONFIG = 8 << 20;

  private ImageJson() {}

  /// Reads a manifest or an index.
  ///
  /// @param mediaType what the content was announced as; wins over a `mediaType` member only when
  ///   that is absent
  /// @throws JsonException when the bytes are neither, or claim another type than announced
  public static Encoded<Manifest> manifest(byte[] bytes, String mediaType) throws JsonException {
    if (bytes.length > MAX_MANIFEST) {
      throw new JsonException(
          "manifest of %d bytes is larger than the limit of %d"
              .formatted(bytes.length, MAX_MANIFEST));
    }
    JsonObject json = Json.parseObject(bytes);
    long schema = json.integer("schemaVersion").orElse(0L);
    if (schema != 2) {
      throw new JsonException(
          "manifest has schemaVersion %d, expected 2 (schema 1 images must be rebuilt)"
              .formatted(schema));
    }
    String type = json.string("mediaType").orElse(mediaType);
    if (type.isEmpty()) {
      type = json.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }
    boolean announced = MediaTypes.isIndex(mediaType) || MediaTypes.isManifest(mediaType);
    if (announced && !type.equals(mediaType)) {
      throw new JsonException(
          "manifest says it is '%s' but was announced as '%s'".formatted(type, mediaType));
    }
    if (json.has("manifests") && (json.has("layers") || json.has("config"))) {
      throw new JsonException("document has members of both an index and an image manifest");
    }
    if (MediaTypes.isIndex(type)) {
      return Encoded.of(readIndex(json, type), bytes);
    }
    if (MediaTypes.isManifest(type)) {
      return Encoded.of(readManifest(json, type), bytes);
    }
    throw new JsonException("media type '" + type + "' is not that of a manifest or an index");
  }

  /// Writes a manifest or an index.
  public static Encoded<Manifest> encode(Manifest manifest) {
    JsonObject.Builder json =
        JsonObject.builder().put("schemaVersion", 2).put("mediaType", manifest.mediaType());
    switch (manifest) {
      case ImageManifest m -> {
        json.putIfPresent("artifactType", m.artifactType())
            .put("config", write(m.config()))
            .put("layers", m.layers().stream().map(ImageJson::write).toList());
        m.subject().ifPresent(s -> json.put("subject", write(s)));
        json.putIfPresent("annotations", m.annotations());
      }
      case ImageIndex i -> {
        json.putIfPresent("artifactType", i.artifactType())
            .put("manifests", i.manifests().stream().map(ImageJson::write).toList());
        i.subject().ifPresent(s -> json.put("subject", write(s)));
        json.putIfPresent("annotations", i.annotations());
      }
    }
    return Encoded.of(manifest, Json.bytes(json.build()));
  }

  private static Manifest readManifest(JsonObject json, String type) throws JsonException {
    return new ImageManifest(
        type,
        descriptor(json.requireObject("config")),
        descriptors(json, "layers"),
        json.text("artifactType"),
        subject(json).orElse(null),
        json.stringMap("annotations"));
  }

  private static Manifest readIndex(JsonObject json, String type) throws JsonException {
    return new ImageIndex(
        type,
        descriptors(json, "manifests"),
        json.text("artifactType"),
        subject(json).orElse(null),
        json.stringMap("annotations"));
  }

  private static Optional<Descriptor> subject(JsonObject json) throws JsonException {
    Optional<JsonObject> subject = json.object("subject");
    return subject.isPresent() ? Optional.of(descriptor(subject.get())) : Optional.empty();
  }

  private static List<Descriptor> descriptors(JsonObject json, String name) throws JsonException {
    List<Descriptor> descriptors = new ArrayList<>();
    for (JsonObject element : json.objects(name)) {
      descriptors.add(descriptor(element));
    }
    return descriptors;
  }

  /// Reads a descriptor.
  public static Descriptor descriptor(JsonObject json) throws JsonException {
    long size = json.requireInteger("size");
    if (size < 0) {
      throw new JsonException("descriptor has negative size " + size);
    }
    Optional<JsonObject> platform = json.object("platform");
    return new Descriptor(
        json.text("mediaType"),
        json.parsed("digest", Digest::parse),
        size,
        json.strings("urls"),
        json.stringMap("annotations"),
        platform.isPresent() ? platform(platform.get()) : null,
        json.text("artifactType"));
  }

  /// Writes a descriptor.
  public static JsonObject write(Descriptor d) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("mediaType", d.mediaType())
            .put("digest", d.digest().toString())
            .put("size", d.size())
            .putIfPresent("urls", d.urls())
            .putIfPresent("annotations", d.annotations());
    d.platform()
        .ifPresent(p -> json.put("platform", platformInto(JsonObject.builder(), p).build()));
    return json.putIfPresent("artifactType", d.artifactType()).build();
  }

  private static Platform platform(JsonObject json) throws JsonException {
    return new Platform(
        json.text("os"),
        json.text("architecture"),
        json.text("variant"),
        json.text("os.version"),
        json.strings("os.features"));
  }

  private static JsonObject.Builder platformInto(JsonObject.Builder json, Platform p) {
    return json.put("architecture", p.architecture())
        .put("os", p.os())
        .putIfPresent("os.version", p.osVersion())
        .putIfPresent("os.features", p.osFeatures())
        .putIfPresent("variant", p.variant());
  }

  /// Reads an image configuration.
  ///
  /// @throws JsonException when the bytes are not one, or its diff IDs are malformed
  public static Encoded<ImageConfig> config(byte[] bytes) throws JsonException {
    if (bytes.length > MAX_CONFIG) {
      throw new JsonException(
          "image configuration of %d bytes is larger than the limit of %d"
              .formatted(bytes.length, MAX_CONFIG));
    }
    JsonObject json = Json.parseObject(bytes);
    Optional<JsonObject> config = json.object("config");
    List<Digest> diffIds = new ArrayList<>();
    Optional<JsonObject> rootfs = json.object("rootfs");
    if (rootfs.isPresent()) {
      for (String diffId : rootfs.get().strings("diff_ids")) {
        try {
          diffIds.add(Digest.parse(diffId));
        } catch (IllegalArgumentException e) {
          throw new JsonException("member 'rootfs.diff_ids': " + e.getMessage(), e);
        }
      }
    }
    List<HistoryEntry> history = new ArrayList<>();
    for (JsonObject entry : json.objects("history")) {
      history.add(
          new HistoryEntry(
              Times.read(entry, "created").orElse(null),
              entry.text("created_by"),
              entry.text("author"),
              entry.text("comment"),
              entry.bool("empty_layer").orElse(false)));
    }
    ImageConfig value =
        new ImageConfig(
            platform(json),
            Times.read(json, "created").orElse(null),
            json.text("author"),
            config.isPresent() ? ContainerConfigJson.read(config.get()) : ContainerConfig.EMPTY,
            diffIds,
            history);
    return Encoded.of(value, bytes);
  }

  /// Writes an image configuration.
  public static Encoded<ImageConfig> encode(ImageConfig c) {
    JsonObject.Builder json = JsonObject.builder();
    c.created().ifPresent(t -> json.put("created", Times.write(t)));
    json.putIfPresent("author", c.author());
    platformInto(json, c.platform());
    json.put("config", ContainerConfigJson.write(c.config()));
    json.put(
        "rootfs",
        JsonObject.builder()
            .put("type", "layers")
            .put("diff_ids", c.diffIds().stream().map(Digest::toString).toList())
            .build());
    json.putIfPresent("history", c.history().stream().map(ImageJson::write).toList());
    return Encoded.of(c, Json.bytes(json.build()));
  }

  private static JsonObject write(HistoryEntry h) {
    JsonObject.Builder json = JsonObject.builder();
    h.created().ifPresent(t -> json.put("created", Times.write(t)));
    return json.putIfPresent("created_by", h.createdBy())
        .putIfPresent("author", h.author())
        .putIfPresent("comment", h.comment())
        .putIfPresent("empty_layer", h.emptyLayer())
        .build();
  }
}
