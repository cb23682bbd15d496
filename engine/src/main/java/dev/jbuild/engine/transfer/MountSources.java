package dev.jbuild.engine.transfer;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Knows in which other repositories of a registry a blob should be: those that images of the store
/// were pulled from or pushed to, as their names by digest say. The table is made once, by the
/// first thread that asks.
final class MountSources {
  private final Store store;
  private final Reference target;
  private final FutureTask<Map<Digest, Reference>> repositories = new FutureTask<>(this::read);

  MountSources(Store store, Reference target) {
    this.store = store;
    this.target = target;
  }

  /// A repository that should have the blob.
  Optional<Reference> find(Digest blob) throws IOException, InterruptedException {
    repositories.run();
    try {
      return Optional.ofNullable(repositories.get().get(blob));
    } catch (ExecutionException e) {
      throw new IOException("cannot look through the images of the store: " + e.getMessage(), e);
    }
  }

  private Map<Digest, Reference> read() throws IOException {
    Map<Digest, Reference> table = new HashMap<>();
    for (Image image : store.images().list()) {
      Optional<Reference> source =
          image.digests().stream()
              .filter(n -> n.domain().equals(target.domain()) && !n.path().equals(target.path()))
              .findFirst();
      if (source.isPresent()) {
        blobs(image).forEach(blob -> table.putIfAbsent(blob.digest(), source.get()));
      }
    }
    return table;
  }

  /// The layers as the manifest names them, and the packed forms in which they were pushed.
  private List<Descriptor> blobs(Image image) throws IOException {
    try {
      LoadedImage loaded = store.images().load(image.manifest(), image.platform());
      List<Descriptor> blobs = new ArrayList<>(loaded.manifest().value().layers());
      Optional<List<Layer>> stack = store.layers().stack(loaded.config().value().diffIds());
      for (Layer layer : stack.orElse(List.of())) {
        blobs.addAll(store.layers().blobs(layer));
      }
      return blobs;
    } catch (ContentException.NotFound _) {
      // An image that is damaged is no source of anything.
      return List.of();
    }
  }
}
