package dev.jbuild.builder;

import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.Optional;

/// Images of a store; those that it has not are pulled into it first.
public final class StoredImages implements ImageSource {
  private final Store store;
  private final Puller puller;

  /// Brings an image into the store under its name, with its layers.
  @FunctionalInterface
  public interface Puller {
    /// Pulls the image for the platform.
    ///
    /// @throws IOException when that fails; the message names the image and says what to do
    void pull(Reference name, Platform platform, TransferListener transfers)
        throws IOException, InterruptedException;
  }

  public StoredImages(Store store, Puller puller) {
    this.store = store;
    this.puller = puller;
  }

  @Override
  public ResolvedImage resolve(
      Reference name, Platform platform, PullPolicy policy, TransferListener transfers)
      throws IOException, InterruptedException {
    if (policy == PullPolicy.IF_MISSING) {
      Optional<ResolvedImage> here = find(name, platform);
      if (here.isPresent()) {
        return here.get();
      }
    }
    puller.pull(name, platform, transfers);
    return find(name, platform)
        .orElseThrow(() ->
            new IOException(
                "image '%s' was pulled, but not for platform %s"
                    .formatted(name.familiar(), platform)));
  }

  private Optional<ResolvedImage> find(Reference name, Platform platform) throws IOException {
    Optional<Image> image = store.images().find(name);
    if (image.isEmpty()) {
      return Optional.empty();
    }
    LoadedImage loaded;
    try {
      loaded = store.images().load(image.get().manifest(), platform);
    } catch (ContentException.NotFound e) {
      return Optional.empty();
    }
    return platform.accepts(loaded.config().value().platform())
        ? Optional.of(new StoredImage(store, name, loaded))
        : Optional.empty();
  }
}
