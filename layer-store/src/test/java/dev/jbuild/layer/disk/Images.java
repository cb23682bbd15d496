package dev.jbuild.layer.disk;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;

/// Small images for tests.
final class Images {
  private Images() {}

  /// Writes the documents of an image with these layers; the label makes it differ from others.
  static Descriptor assemble(Store store, String label, Layer... layers) throws IOException {
    ContainerConfig config =
        ContainerConfig.EMPTY.toBuilder().labels(java.util.Map.of("test", label)).build();
    ImageConfig image =
        new ImageConfig(Platform.host(), StoreTest.NOW, "", config, List.of(), List.of());
    return store.images().assemble(image, List.of(layers));
  }
}
