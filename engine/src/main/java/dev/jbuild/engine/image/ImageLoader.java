package dev.jbuild.engine.image;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.layout.ArchivedImage;
import dev.jbuild.layer.layout.ImageArchive;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Platform platformOrNull;

  /// @param platformOrNull the platform whose images are loaded; null for all
  public ImageLoader(Store store, InstantSource clock, @Nullable Platform platformOrNull) {
    this.store = store;
    this.clock = clock;
    this.platformOrNull = platformOrNull;
  }

  /// Loads all images of an archive.
  ///
  /// @throws dev.jbuild.layer.ContentException when it is damaged or no archive; images before the
  ///   damage stay
  /// @throws IllegalArgumentException when it has an image that is not for the wanted platform
  public List<Loaded> load(Source source) throws IOException {
    List<Loaded> loaded = new ArrayList<>();
    try (Lease _ = store.lease("load of images")) {
      for (ArchivedImage image : source.read(new ImageArchive(store.content()))) {
        loaded.add(publish(chosen(image)));
      }
    }
    store.collectGarbage(); // plain tars of layers that are kept packed now
    return loaded;
  }

  /// The image for the wanted platform alone.
  private ArchivedImage chosen(ArchivedImage image) throws IOException {
    Platform platform = platformOrNull;
    if (platform == null) {
      return image;
    }
    byte[] bytes = store.content().read(image.manifest().digest(), ImageJson.MAX_MANIFEST);
    Manifest manifest = ImageJson.manifest(bytes, image.manifest().mediaType()).value();
    Descriptor entry =
        manifest instanceof ImageIndex index
            ? index.select(platform).orElse(null)
            : image.manifest();
    if (entry == null || !store.content().contains(entry.digest())) {
      throw unfit(image, platform, "has no image for it");
    }
    LoadedImage loaded = store.images().load(entry, platform);
    Platform found = loaded.config().value().platform();
    if (!(manifest instanceof ImageIndex) && !platform.accepts(found)) {
      throw unfit(image, platform, "is for " + found);
    }
    Descriptor one = loaded.descriptor();
    return new ArchivedImage(
        Descriptor.of(one.mediaType(), one.digest(), one.size()), image.names(), image.original());
  }

  private static IllegalArgumentException unfit(
      ArchivedImage image, Platform platform, String found) {
    String name =
        image.names().isEmpty()
            ? "an image without a name"
            : "'" + image.names().getFirst().familiar() + "'";
    return new IllegalArgumentException(
        "can't load for " + platform + ": " + name + " of the archive " + found);
  }

  private Loaded publish(ArchivedImage archived) throws IOException {
    LoadedImage documents = store.images().loadAny(archived.manifest());
    if (MediaTypes.isImageConfig(documents.manifest().value().config().mediaType())) {
      ImageManifest manifest = documents.manifest().value();
      List<Layer> layers = store.layers().unpack(manifest, documents.config().value());
      for (int i = 0; i < layers.size(); i++) {
        store.layers().pack(layers.get(i), manifest.layers().get(i));
      }
    }
    Descriptor published = archived.manifest();
    if (!archived.original()) {
      published = known(documents.manifest().value().config().digest()).orElse(published);
    }
    List<Reference> names = archived.names().stream().map(Reference::withDefaultTag).toList();
    Map<Reference, Digest> before = new LinkedHashMap<>();
    for (Reference name : names) {
      store.images().find(name).ifPresent(image -> before.put(name, image.id()));
    }
    Image image = store.images().put(names, published, clock.instant());
    List<Moved> moved = new ArrayList<>();
    before.forEach((name, id) -> {
      if (!id.equals(image.id())) {
        moved.add(new Moved(name, id));
      }
    });
    return new Loaded(image.id(), names, moved);
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
