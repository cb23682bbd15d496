package dev.jbuild.builder;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;

/// An image of a store, as the base of a build.
///
/// @param name what messages call it
/// @param image for one platform
public record StoredImage(Store store, Reference name, LoadedImage image) implements ResolvedImage {
  @Override
  public Encoded<ImageConfig> config() {
    return image.config();
  }

  @Override
  public List<Descriptor> descriptors() {
    return image.manifest().value().layers();
  }

  @Override
  public List<Layer> layers() throws IOException {
    try {
      return store.layers().unpack(image.manifest().value(), image.config().value());
    } catch (ContentException.NotFound e) {
      throw new IOException(
          "image '%s': %s; pull or build it again".formatted(name.familiar(), e.getMessage()), e);
    } catch (ContentException.Corrupt e) {
      throw new IOException(
          "image '%s': %s; try 'jbuild system check --repair'"
              .formatted(name.familiar(), e.getMessage()),
          e);
    }
  }
}
