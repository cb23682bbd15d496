package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.layout.ArchiveFiles.Stored;
import dev.jbuild.layer.tar.Unpacking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes images of an archive in docker's form: `manifest.json` names the configuration, the tags
/// and the layers of each.
///
/// Such an archive has no manifest in the sense of registries; one is written. The configuration is
/// kept byte for byte, and with it the image ID. Layers are plain tars as a rule; gzip and zstd are
/// taken too, as some builders write them.
final class DockerArchiveReader {
  private final ContentStore content;
  private final ArchiveFiles files;

  DockerArchiveReader(ContentStore content, ArchiveFiles files) {
    this.content = content;
    this.files = files;
  }

  List<ArchivedImage> read(byte[] manifest) throws IOException {
    List<ArchivedImage> images = new ArrayList<>();
    try {
      if (!(Json.parse(manifest) instanceof List<?> entries)) {
        throw new JsonException("it is not a list");
      }
      for (Object entry : entries) {
        if (!(entry instanceof JsonObject image)) {
          throw new JsonException("it has an entry that is not an object");
        }
        images.add(image(image));
      }
    } catch (JsonException e) {
      throw new ContentException.Malformed(
          "the archive's manifest.json", String.valueOf(e.getMessage()), e);
    }
    return ImageArchive.merged(images);
  }

  private ArchivedImage image(JsonObject entry) throws IOException {
    String configName = entry.requireString("Config");
    byte[] bytes = files.document(configName, ImageJson.MAX_CONFIG);
    if (bytes == null) {
      throw missing(configName);
    }
    Encoded<ImageConfig> config = ImageJson.config(bytes);
    List<String> layers = entry.strings("Layers");
    List<Digest> diffIds = config.value().diffIds();
    if (layers.size() != diffIds.size()) {
      throw new JsonException(
          "image '%s' has %d layers, its configuration %d"
              .formatted(configName, layers.size(), diffIds.size()));
    }
    List<Descriptor> blobs = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      blobs.add(layer(layers.get(i), diffIds.get(i)));
    }
    content.put(bytes);
    Encoded<Manifest> manifest =
        ImageJson.encode(
            ImageManifest.of(
                MediaTypes.OCI_MANIFEST, config.descriptor(MediaTypes.OCI_CONFIG), blobs));
    content.put(manifest.bytes());
    return new ArchivedImage(manifest.descriptor(MediaTypes.OCI_MANIFEST), names(entry), false);
  }

  private Descriptor layer(String name, Digest diffId) throws IOException {
    Stored file = files.find(name);
    if (file == null) {
      throw missing(name);
    }
    files.keep(file);
    String mediaType =
        switch (Unpacking.Format.of(files.start(file))) {
          case PLAIN -> MediaTypes.OCI_LAYER;
          case GZIP -> MediaTypes.OCI_LAYER_GZIP;
          case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
          case BZIP2, XZ ->
              throw new ContentException.Malformed(
                  "the archive's " + name,
                  "it is compressed with bzip2 or xz, which no registry takes; save it anew");
        };
    if (mediaType.equals(MediaTypes.OCI_LAYER) && !file.digest().equals(diffId)) {
      throw new ContentException.DigestMismatch(
          "layer '" + name + "' of the archive", diffId, file.digest(), file.size());
    }
    return Descriptor.of(mediaType, file.digest(), file.size());
  }

  private static List<Reference> names(JsonObject entry) throws IOException {
    List<Reference> names = new ArrayList<>();
    for (String tag : entry.strings("RepoTags")) {
      try {
        names.add(Reference.parse(tag).withDefaultTag());
      } catch (IllegalArgumentException e) {
        throw new JsonException(String.valueOf(e.getMessage()), e);
      }
    }
    return names;
  }

  private static ContentException missing(String name) {
    return new ContentException.Malformed("the archive", "its file '" + name + "' is missing");
  }
}
