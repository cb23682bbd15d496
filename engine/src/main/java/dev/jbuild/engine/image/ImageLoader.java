package dev.jbuild.engine.image;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.layout.ArchivedImage;
import dev.jbuild.layer.layout.ImageArchive;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes images out of archives into the store, unpacked, so that they run at once. An image
/// appears when all of it is there.
public final class ImageLoader {
  /// An image that was loaded.
  ///
  /// @param names the names that it has got
  /// @param moved the names that led to other images before
  public record Loaded(Digest id, List<Reference> names, List<Moved> moved) {
    public Loaded {
      names = List.copyOf(names);
      moved = List.copyOf(moved);
    }
  }

  /// A name that was taken from an image, which is still there.
  public record Moved(Reference name, Digest from) {}

  /// Where the images come from.
  @FunctionalInterface
  public interface Source {
    /// Reads all images.
    List<ArchivedImage> read(ImageArchive reader) throws IOException;
  }

  private final Store store;
  private final InstantSource clock;

  public ImageLoader(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Loads all images of an archive.
  ///
  /// @throws dev.jbuild.layer.ContentException when it is damaged or no archive; images before the
  ///   damage stay
  public List<Loaded> load(Source source) throws IOException {
    try (Lease _ = store.lease("load of images")) {
      List<Loaded> loaded = new ArrayList<>();
      for (ArchivedImage image : source.read(new ImageArchive(store.content()))) {
        loaded.add(publish(image));
      }
      return loaded;
    }
  }

  private Loaded publish(ArchivedImage archived) throws IOException {
    LoadedImage documents = store.images().loadAny(archived.manifest());
    if (MediaTypes.isImageConfig(documents.manifest().value().config().mediaType())) {
      store.layers().unpack(documents.manifest().value(), documents.config().value());
    }
    Descriptor manifest = archived.manifest();
    if (!archived.original()) {
      manifest = known(documents.manifest().value().config().digest()).orElse(manifest);
    }
    Instant now = clock.instant();
    Image image = null;
    List<Moved> moved = new ArrayList<>();
    for (Reference name : archived.names()) {
      Reference full = name.withDefaultTag();
      Optional<Image> before = store.images().find(full);
      image = store.images().put(full, manifest, now);
      if (before.isPresent() && !before.get().id().equals(image.id())) {
        moved.add(new Moved(full, before.get().id()));
      }
    }
    if (image == null) {
      image = store.images().put(manifest, now);
    }
    return new Loaded(
        image.id(), archived.names().stream().map(Reference::withDefaultTag).toList(), moved);
  }

  /// The manifest of an image that is here already: it may be the one of a registry.
  private Optional<Descriptor> known(Digest id) throws IOException {
    for (Image image : store.images().list()) {
      if (image.id().equals(id)) {
        return Optional.of(image.manifest());
      }
    }
    return Optional.empty();
  }
}
