package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the documents of images from their layers.
final class ImageAssembly {
  private final ContentStore content;
  private final DiskLayerStore layers;

  ImageAssembly(ContentStore content, DiskLayerStore layers) {
    this.content = content;
    this.layers = layers;
  }

  Descriptor assemble(ImageConfig config, List<Layer> stack) throws IOException {
    ImageConfig complete =
        new ImageConfig(
            config.platform(),
            config.createdOrNull(),
            config.author(),
            config.config(),
            stack.stream().map(Layer::diffId).toList(),
            config.history());
    byte[] bytes = ImageJson.encode(complete).bytes();
    Descriptor configBlob = Descriptor.of(MediaTypes.OCI_CONFIG, content.put(bytes), bytes.length);
    List<Descriptor> blobs = new ArrayList<>();
    for (Layer layer : stack) {
      Optional<Descriptor> origin = layers.origin(layer);
      blobs.add(
          origin.isPresent()
              ? Descriptor.of(
                  LayerTars.method(origin.get().mediaType()).mediaType(),
                  origin.get().digest(),
                  origin.get().size())
              : Descriptor.of(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize()));
    }
    return store(ImageManifest.of(MediaTypes.OCI_MANIFEST, configBlob, blobs)).descriptor;
  }

  private record Stored(Encoded<Manifest> manifest, Descriptor descriptor) {}

  private Stored store(ImageManifest manifest) throws IOException {
    Encoded<Manifest> encoded = ImageJson.encode(manifest);
    content.put(encoded.bytes());
    return new Stored(encoded, encoded.descriptor(manifest.mediaType()));
  }

  LoadedImage pack(LoadedImage image, Compression compression) throws IOException {
    ImageManifest manifest = image.manifest().value();
    boolean docker = manifest.mediaType().equals(MediaTypes.DOCKER_MANIFEST);
    List<Descriptor> blobs = new ArrayList<>(manifest.layers());
    List<Layer> stack = List.of();
    for (int i = 0; i < blobs.size(); i++) {
      Descriptor blob = blobs.get(i);
      boolean plain =
          LayerTars.isPlain(blob.mediaType()) && compression.method() != Compression.Method.NONE;
      if (content.contains(blob.digest()) && !plain) {
        continue;
      }
      if (stack.isEmpty()) {
        stack = stack(image, blob);
      }
      Descriptor packed = layers.blob(stack.get(i), compression);
      blobs.set(i, docker ? asDocker(packed) : packed);
    }
    if (blobs.equals(manifest.layers())) {
      return image;
    }
    ImageManifest changed =
        new ImageManifest(
            manifest.mediaType(),
            manifest.config(),
            blobs,
            manifest.artifactType(),
            manifest.subjectOrNull(),
            manifest.annotations());
    Stored stored = store(changed);
    Descriptor descriptor = stored.descriptor;
    Optional<dev.jbuild.image.Platform> platform = image.descriptor().platform();
    if (platform.isPresent()) {
      descriptor = descriptor.withPlatform(platform.get());
    }
    return new LoadedImage(
        descriptor, Encoded.of(changed, stored.manifest.bytes()), image.config());
  }

  private List<Layer> stack(LoadedImage image, Descriptor missing) throws IOException {
    List<Layer> stack =
        layers
            .stack(image.config().value().diffIds())
            .orElseThrow(() -> new ContentException.NotFound(missing.digest(), "layer"));
    if (stack.size() != image.manifest().value().layers().size()) {
      throw new ContentException.Corrupt(
          "image " + image.manifest().digest(),
          "its manifest and its configuration have different numbers of layers");
    }
    return stack;
  }

  /// Docker's media types know no zstd; OCI's is the only one there is for it.
  private static Descriptor asDocker(Descriptor blob) {
    return switch (LayerTars.method(blob.mediaType())) {
      case GZIP -> Descriptor.of(MediaTypes.DOCKER_LAYER_GZIP, blob.digest(), blob.size());
      case NONE -> Descriptor.of(MediaTypes.DOCKER_LAYER, blob.digest(), blob.size());
      case ZSTD -> blob;
    };
  }
}
