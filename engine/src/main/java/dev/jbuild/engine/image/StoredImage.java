package dev.jbuild.engine.image;

import dev.jbuild.image.ImageConfig;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;

/// An image with its unpacked layers, lowest first.
public record StoredImage(Image image, LoadedImage documents, List<Layer> layers) {
  public StoredImage {
    layers = List.copyOf(layers);
  }

  /// Reads an image; layers that are there packed only are unpacked.
  public static StoredImage of(Store store, Image image) throws IOException {
    LoadedImage documents = store.images().load(image.manifest(), image.platform());
    return new StoredImage(
        image,
        documents,
        store.layers().unpack(documents.manifest().value(), documents.config().value()));
  }

  /// Its configuration.
  public ImageConfig config() {
    return documents.config().value();
  }

  /// The name that it is best known by, or its short ID.
  public String shown() {
    return image.names().isEmpty() ? image.id().shortHex() : image.names().getFirst().familiar();
  }
}
