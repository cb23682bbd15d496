package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.LoadedImage;
import java.io.IOException;

/// Reads manifests and configurations from the content store.
final class ImageDocuments {
  /// An index may list indexes, but not for ever.
  private static final int MAX_DEPTH = 4;

  private final ContentStore content;

  ImageDocuments(ContentStore content) {
    this.content = content;
  }

  /// The image of a manifest, or the one that an index has for the platform.
  LoadedImage load(Descriptor descriptor, Platform platform) throws IOException {
    Descriptor at = descriptor;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Encoded<Manifest> document = manifest(at);
      switch (document.value()) {
        case ImageManifest m -> {
          return new LoadedImage(at, Encoded.of(m, document.bytes()), config(m));
        }
        case ImageIndex index -> {
          at =
              index
                  .select(platform)
                  .orElseThrow(
                      () -> new ContentException.WrongPlatform(platform, index.platforms()));
          if (!content.contains(at.digest())) {
            throw new ContentException.NotFound(
                at.digest(), "the manifest for platform " + platform + ",");
          }
        }
      }
    }
    throw new ContentException.Corrupt(
        "image index " + descriptor.digest(), "indexes are nested deeper than " + MAX_DEPTH);
  }

  /// The image of a manifest, or of an index the one for this machine, else the first that is
  /// there.
  LoadedImage loadAny(Descriptor descriptor) throws IOException {
    if (manifest(descriptor).value() instanceof ImageIndex index) {
      Descriptor own = index.select(Platform.host()).orElse(null);
      if (own != null && content.contains(own.digest())) {
        return loadAny(own);
      }
      for (Descriptor entry : index.manifests()) {
        if (content.contains(entry.digest())) {
          return loadAny(entry);
        }
      }
      throw new ContentException.Corrupt(
          "image index " + descriptor.digest(), "none of its manifests is in the store");
    }
    return load(descriptor, Platform.host());
  }

  /// The platform that [#load] gives this image for: what an index says of it, which its makers may
  /// have set right, else what its configuration says.
  Platform platform(Descriptor manifestOrIndex, LoadedImage image) throws IOException {
    Platform own = image.config().value().platform();
    if (manifest(manifestOrIndex).value() instanceof ImageIndex index) {
      for (Descriptor entry : index.manifests()) {
        if (entry.digest().equals(image.descriptor().digest())) {
          return entry.platform().orElse(own);
        }
      }
    }
    return own;
  }

  private Encoded<Manifest> manifest(Descriptor descriptor) throws IOException {
    byte[] bytes = content.read(descriptor.digest(), ImageJson.MAX_MANIFEST);
    try {
      return ImageJson.manifest(bytes, descriptor.mediaType());
    } catch (JsonException e) {
      throw new ContentException.Corrupt(
          "manifest " + descriptor.digest(), String.valueOf(e.getMessage()), e);
    }
  }

  private Encoded<ImageConfig> config(ImageManifest manifest) throws IOException {
    Descriptor descriptor = manifest.config();
    byte[] bytes = content.read(descriptor.digest(), ImageJson.MAX_CONFIG);
    if (!MediaTypes.isImageConfig(descriptor.mediaType())) {
      // An artifact: its configuration is whatever its makers agreed on.
      return Encoded.of(ImageConfig.scratch(Platform.of("unknown", "unknown", "")), bytes);
    }
    try {
      return ImageJson.config(bytes);
    } catch (JsonException e) {
      throw new ContentException.Corrupt(
          "image configuration " + descriptor.digest(), String.valueOf(e.getMessage()), e);
    }
  }
}
