package dev.jbuild.engine.image;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Images for several platforms, put together in the store: an index of images that are there. Like
/// any image, such a list has a name and can be run, pushed and saved. Changing it gives a new
/// index under the same name.
public final class ManifestLists {
  /// What an entry says of its image besides the digest; what is empty stays as it is.
  ///
  /// @param annotations are added; an empty value removes one
  public record Change(
      String os,
      String architecture,
      String variant,
      String osVersion,
      List<String> osFeatures,
      Map<String, String> annotations) {
    /// Leaves all as it is.
    public static final Change NONE = new Change("", "", "", "", List.of(), Map.of());

    public Change {
      osFeatures = List.copyOf(osFeatures);
      annotations = Map.copyOf(annotations);
    }
  }

  private final Store store;
  private final InstantSource clock;

  public ManifestLists(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Makes a list.
  ///
  /// @param added its images, whose manifests are in the store
  /// @param amend whether to add to a list of this name
  /// @throws IllegalArgumentException when the name is taken, or there is no image to begin with
  public Image create(Reference name, List<Descriptor> added, boolean amend) throws IOException {
    Optional<Image> there = store.images().find(name);
    boolean isList = there.isPresent() && MediaTypes.isIndex(there.get().manifest().mediaType());
    if (there.isPresent() && !(amend && isList)) {
      throw new IllegalArgumentException(
          "'%s' is there already%s"
              .formatted(
                  name.familiar(),
                  isList ? "; use --amend to add to it" : " and is no manifest list"));
    }
    if (added.isEmpty()) {
      throw new IllegalArgumentException("a manifest list needs at least one image");
    }
    List<Descriptor> entries = new ArrayList<>();
    ImageIndex before = null;
    if (there.isPresent()) {
      before = read(there.get());
      entries.addAll(before.manifests());
    }
    for (Descriptor entry : added) {
      entries.removeIf(e -> e.digest().equals(entry.digest()));
      entries.add(entry);
    }
    return put(name, before, entries);
  }

  /// The entries for an image of the store: one, or those of a list that are here.
  ///
  /// @param lease keeps the manifests until a list leads to them
  public List<Descriptor> entries(Image image, Lease lease) throws IOException {
    List<Descriptor> entries = new ArrayList<>();
    if (MediaTypes.isIndex(image.manifest().mediaType())) {
      for (Descriptor entry : read(image).manifests()) {
        if (lease.keep(entry.digest())) {
          entries.add(entry);
        }
      }
      return entries;
    }
    LoadedImage loaded = store.images().loadAny(image.manifest());
    Descriptor plain = image.manifest();
    lease.keep(plain.digest());
    entries.add(
        Descriptor.of(plain.mediaType(), plain.digest(), plain.size())
            .withPlatform(loaded.config().value().platform()));
    return entries;
  }

  /// The index that a list is.
  ///
  /// @throws IllegalArgumentException when the image is for one platform
  public ImageIndex read(Image list) throws IOException {
    if (!MediaTypes.isIndex(list.manifest().mediaType())) {
      throw new IllegalArgumentException(
          "image "
              + list.id().shortHex()
              + " is no manifest list, but an image for "
              + list.platform());
    }
    byte[] bytes = store.content().read(list.manifest().digest(), ImageJson.MAX_MANIFEST);
    if (ImageJson.manifest(bytes, list.manifest().mediaType()).value() instanceof ImageIndex i) {
      return i;
    }
    throw new ContentException.Corrupt(
        "manifest list " + list.manifest().digest(), "it is a manifest of one image");
  }

  /// Changes what a list says of one of its images.
  public Image annotate(Reference name, Image list, Digest entry, Change change)
      throws IOException {
    ImageIndex index = read(list);
    List<Descriptor> entries = new ArrayList<>();
    for (Descriptor each : index.manifests()) {
      entries.add(each.digest().equals(entry) ? changed(each, change) : each);
    }
    return put(name, index, entries);
  }

  private static Descriptor changed(Descriptor entry, Change change) {
    Platform before = entry.platform().orElse(Platform.host());
    Platform platform =
        new Platform(
            change.os().isEmpty() ? before.os() : change.os(),
            change.architecture().isEmpty() ? before.architecture() : change.architecture(),
            change.variant().isEmpty() ? before.variant() : change.variant(),
            change.osVersion().isEmpty() ? before.osVersion() : change.osVersion(),
            change.osFeatures().isEmpty() ? before.osFeatures() : change.osFeatures());
    Map<String, String> annotations = new LinkedHashMap<>(entry.annotations());
    annotations.putAll(change.annotations());
    annotations.values().removeIf(String::isEmpty);
    return entry.withPlatform(platform).withAnnotations(annotations);
  }

  /// Takes an image out of a list.
  ///
  /// @throws IllegalArgumentException when it is the only one
  public Image remove(Reference name, Image list, Digest entry) throws IOException {
    ImageIndex index = read(list);
    List<Descriptor> entries = new ArrayList<>(index.manifests());
    entries.removeIf(e -> e.digest().equals(entry));
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no other image; remove the list with 'jbuild manifest rm'"
              .formatted(name.familiar()));
    }
    return put(name, index, entries);
  }

  /// The entry of a list that a user means: by its digest, by the name or ID of an image, or by the
  /// name that it has in a registry.
  ///
  /// @throws IllegalArgumentException when the list has no such image, or several
  public Digest entry(Image list, String nameOrDigest) throws IOException {
    Set<Digest> wanted = new HashSet<>();
    if (nameOrDigest.matches("sha(256|512):[0-9a-f]+")) {
      wanted.add(Digest.parse(nameOrDigest));
    }
    Optional<Image> image = store.images().resolve(nameOrDigest);
    image.ifPresent(there -> wanted.add(there.manifest().digest()));
    Elsewhere elsewhere = new Elsewhere(store.records(Elsewhere.KIND));
    List<Digest> found = new ArrayList<>();
    for (Descriptor entry : read(list).manifests()) {
      Digest digest = entry.digest();
      if (wanted.contains(digest)
          || digest.hex().equals(nameOrDigest)
          || wanted.isEmpty() && isNamed(elsewhere.find(digest), nameOrDigest)) {
        found.add(digest);
      }
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new IllegalArgumentException(
        found.isEmpty()
            ? "'%s' is not in the manifest list; see 'jbuild manifest inspect'"
                .formatted(nameOrDigest)
            : "'%s' stands for %d images of the manifest list; give a digest, see 'jbuild manifest inspect'"
                .formatted(nameOrDigest, found.size()));
  }

  private static boolean isNamed(Optional<Reference> name, String text) {
    return name.isPresent()
        && !text.matches("sha(256|512):[0-9a-f]+|[0-9a-f]{64}")
        && name.get().equals(Reference.parse(text).withDefaultTag());
  }

  private Image put(
      Reference name,
      @org.jspecify.annotations.Nullable ImageIndex before,
      List<Descriptor> entries)
      throws IOException {
    ImageIndex index =
        before == null
            ? ImageIndex.of(MediaTypes.OCI_INDEX, entries)
            : new ImageIndex(
                before.mediaType(),
                entries,
                before.artifactType(),
                before.subjectOrNull(),
                before.annotations());
    try (Lease _ = store.lease("manifest list " + name.familiar())) {
      Optional<Image> old = store.images().find(name);
      Encoded<Manifest> encoded = ImageJson.encode(index);
      store.content().put(encoded.bytes());
      Image image =
          store.images().put(name, encoded.descriptor(index.mediaType()), clock.instant());
      if (old.isPresent() && !old.get().manifest().digest().equals(image.manifest().digest())) {
        dropUnnamed(old.get());
      }
      new Elsewhere(store.records(Elsewhere.KIND)).sweep(store.content());
      return image;
    }
  }

  /// An earlier form of a list is of no use.
  private void dropUnnamed(Image old) throws IOException {
    for (Image image : store.images().list()) {
      if (image.manifest().digest().equals(old.manifest().digest()) && image.names().isEmpty()) {
        store.images().remove(image);
      }
    }
  }
}
