package dev.jbuild.layer.disk;

import dev.jbuild.layer.Image;
import dev.jbuild.layer.UnionView;
import java.nio.file.Path;
import java.time.InstantSource;

/// Does what a command that lists or starts does with a store, in a process of its own.
final class ListingProcess {
  private ListingProcess() {}

  /// @param args directory of the store
  public static void main(String[] args) throws Exception {
    try (DiskStore store = DiskStore.open(Path.of(args[0]), InstantSource.system())) {
      for (Image image : store.images().list()) {
        var loaded = store.images().load(image.manifest(), image.platform());
        var layers = store.layers().stack(loaded.config().value().diffIds()).orElseThrow();
        if (UnionView.of(layers).stat("/f").isEmpty()) {
          throw new IllegalStateException("the file of the image is not there");
        }
      }
    }
  }
}
