package dev.jbuild.engine.image;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.TreeMounts.Mounted;
import dev.jbuild.layer.snapshot.Snapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Images mounted on the host, for reading.
public final class ImageMounts {
  private static final String PREFIX = "image/";

  /// A mounted image.
  public record ImageMount(Digest id, Mounted mounted) {}

  private final Store store;

  public ImageMounts(Store store) {
    this.store = store;
  }

  private static String key(Digest id) {
    return PREFIX + id;
  }

  /// Mounts an image; layers that are packed only are unpacked.
  public ImageMount mount(Image image, Snapshots snapshots) throws IOException {
    try (Lease _ = store.lease("mount of an image")) {
      StoredImage stored = StoredImage.of(store, image);
      return new ImageMount(
          image.id(), snapshots.mount(key(image.id()), stored.layers(), List.of(), null));
    }
  }

  /// Gives a mount back.
  ///
  /// @return what is left of it; nothing when there was none
  public Optional<Mounted> unmount(Digest id, boolean whole) throws IOException {
    return store.mounts().unmount(key(id), whole);
  }

  /// All mounted images.
  public List<ImageMount> list() throws IOException {
    List<ImageMount> mounts = new ArrayList<>();
    for (Mounted mounted : store.mounts().list()) {
      if (mounted.key().startsWith(PREFIX)) {
        mounts.add(new ImageMount(Digest.parse(mounted.key().substring(PREFIX.length())), mounted));
      }
    }
    return mounts;
  }
}
