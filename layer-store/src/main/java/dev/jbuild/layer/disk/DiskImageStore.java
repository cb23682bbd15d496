package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.ImageStore;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.References;
import dev.jbuild.layer.file.StoreLocks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Images as two kinds of records: `images`, by digest of the manifest, and `names`, by full name,
/// which lead to the first. A name is written after the image it leads to and removed before it, so
/// that a process killed in between leaves an image without name, never a name without image. Calls
/// that change both hold one lock over it.
final class DiskImageStore implements ImageStore {
  static final String IMAGES = "images";
  static final String NAMES = "names";
  private static final String LOCK = "images";
  private static final int ID_LENGTH = 64;

  private final Parts parts;
  private final DiskLayerStore layers;
  private final ImageDocuments documents;
  private final DiskRecords images;
  private final DiskRecords names;

  DiskImageStore(Parts parts, DiskLayerStore layers) {
    this.parts = parts;
    this.layers = layers;
    this.documents = new ImageDocuments(parts.content());
    this.images = parts.records(IMAGES, true);
    this.names = parts.records(NAMES, true);
  }

  @Override
  public Image put(List<Reference> givenNames, Descriptor manifest, Instant builtAt)
      throws IOException {
    LoadedImage loaded = documents.loadAny(manifest);
    JsonObject body =
        ImageRecord.body(
            manifest, loaded, documents.platform(manifest, loaded), builtAt, size(loaded));
    JsonObject target = JsonObject.builder().put("manifest", manifest.digest().toString()).build();
    Set<String> full = new LinkedHashSet<>();
    for (Reference name : givenNames) {
      full.add(name.withDefaultTag().toString());
    }
    try (RecordBatch batch = new RecordBatch()) {
      images.add(batch, manifest.digest().toString(), body, ImageRecord.references(manifest));
      for (String name : full) {
        names.add(batch, name, target, References.NONE);
      }
      batch.sync(parts.session());
      try (StoreLocks.Held _ = parts.locks().exclusive(LOCK)) {
        Set<Digest> before = new LinkedHashSet<>();
        for (String name : full) {
          Optional<Records.Entry> entry = names.get(name);
          if (entry.isPresent()) {
            before.add(target(entry.get()));
          }
        }
        images.publish(batch);
        names.publish(batch);
        for (Digest old : before) {
          forgetTwin(old, manifest.digest(), body);
        }
        return ImageRecord.read(body, namesOf(manifest.digest()));
      }
    }
  }

  /// Removes an image that has lost its last name to another form of itself: with the same
  /// configuration, but layers packed otherwise. It would be listed as a dangling image of the same
  /// ID.
  private void forgetTwin(Digest old, Digest current, JsonObject body) throws IOException {
    Optional<Image> twin = old.equals(current) ? Optional.empty() : image(old);
    if (twin.isPresent()
        && twin.get().names().isEmpty()
        && twin.get().id().equals(ImageRecord.read(body, List.of()).id())) {
      images.remove(old.toString());
    }
  }

  /// The size of all files, or of the packed layers as long as they are not unpacked.
  private long size(LoadedImage image) throws IOException {
    Optional<List<Layer>> stack = layers.stack(image.config().value().diffIds());
    return stack.isPresent()
        ? stack.get().stream().mapToLong(Layer::size).sum()
        : image.manifest().value().layers().stream().mapToLong(Descriptor::size).sum();
  }

  @Override
  public Optional<Image> find(Reference name) throws IOException {
    Optional<Records.Entry> entry = names.get(name.withDefaultTag().toString());
    return entry.isEmpty() ? Optional.empty() : image(target(entry.get()));
  }

  private static Digest target(Records.Entry name) throws ContentException.Corrupt {
    try {
      return name.body().parsed("manifest", Digest::parse);
    } catch (JsonException e) {
      throw new ContentException.Corrupt(
          "the record of name '" + name.key() + "'", String.valueOf(e.getMessage()), e);
    }
  }

  static Image read(Records.Entry image, List<Reference> names) throws ContentException.Corrupt {
    try {
      return ImageRecord.read(image.body(), names);
    } catch (JsonException | IllegalArgumentException e) {
      throw new ContentException.Corrupt(
          "the record of image '" + image.key() + "'", String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<Image> image(Digest manifest) throws IOException {
    Optional<Records.Entry> entry = images.get(manifest.toString());
    return entry.isEmpty() ? Optional.empty() : Optional.of(read(entry.get(), namesOf(manifest)));
  }

  private List<Reference> namesOf(Digest manifest) throws IOException {
    return namesByManifest(_ -> {}).getOrDefault(manifest, List.of());
  }

  private Map<Digest, List<Reference>> namesByManifest(Consumer<Path> damaged) throws IOException {
    Map<Digest, List<Reference>> result = new HashMap<>();
    for (Records.Entry entry : names.sound(damaged)) {
      try {
        result
            .computeIfAbsent(target(entry), _ -> new ArrayList<>())
            .add(Reference.parse(entry.key()));
      } catch (ContentException.Corrupt _) {
        damaged.accept(names.file(entry.key()));
      }
    }
    return result;
  }

  @Override
  public List<Image> list(Consumer<Path> damaged) throws IOException {
    Map<Digest, List<Reference>> names = namesByManifest(damaged);
    List<Image> list = new ArrayList<>();
    for (Records.Entry entry : images.sound(damaged)) {
      try {
        Digest manifest = Digest.parse(entry.key());
        list.add(read(entry, names.getOrDefault(manifest, List.of())));
      } catch (ContentException.Corrupt _) {
        damaged.accept(images.file(entry.key()));
      }
    }
    list.sort(
        // a plain lambda comes from the AOT cache, a comparator made by a combinator does not
        (a, b) -> {
          int order = b.builtAt().compareTo(a.builtAt());
          return order != 0 ? order : a.manifest().digest().compareTo(b.manifest().digest());
        });
    return list;
  }

  @Override
  public Optional<Image> resolve(String nameOrId) throws IOException {
    if (nameOrId.startsWith("sha256:") || nameOrId.startsWith("sha512:")) {
      return byPrefix(nameOrId, true);
    }
    boolean isHex = isHex(nameOrId);
    if (!isHex || nameOrId.length() != ID_LENGTH) {
      Optional<Image> named = byName(nameOrId);
      if (named.isPresent()) {
        return named;
      }
    }
    return isHex && nameOrId.length() <= ID_LENGTH ? byPrefix(nameOrId, false) : Optional.empty();
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private Optional<Image> byName(String text) throws IOException {
    Reference name = Reference.parse(text);
    Optional<Image> exact = find(name);
    if (exact.isPresent() || name.digestOrNull() == null) {
      return exact;
    }
    // repo@sha256:... also means the image of that digest that has any name in that repository.
    for (Image image : list()) {
      if (image.manifest().digest().equals(name.digestOrNull())
          && image.names().stream().anyMatch(n -> n.repository().equals(name.repository()))) {
        return Optional.of(image);
      }
    }
    return find(name.withDigest(name.digestOrNull()));
  }

  /// @param withAlgorithm whether the text begins with `sha256:` or the like
  private Optional<Image> byPrefix(String text, boolean withAlgorithm) throws IOException {
    Map<Digest, Image> found = new HashMap<>();
    for (Image image : list()) {
      if (shown(image.id(), withAlgorithm).startsWith(text)) {
        found.putIfAbsent(image.id(), image);
      } else if (shown(image.manifest().digest(), withAlgorithm).equals(text)) {
        return Optional.of(image);
      }
    }
    if (found.size() > 1) {
      throw new ContentException.Ambiguous(text, found.keySet().stream().sorted().toList());
    }
    return found.values().stream().findFirst();
  }

  private static String shown(Digest digest, boolean withAlgorithm) {
    return withAlgorithm ? digest.toString() : digest.hex();
  }

  @Override
  public boolean untag(Reference name) throws IOException {
    return names.remove(name.withDefaultTag().toString());
  }

  @Override
  public void remove(Image image) throws IOException {
    try (StoreLocks.Held _ = parts.locks().exclusive(LOCK)) {
      for (Reference name : namesOf(image.manifest().digest())) {
        names.remove(name.toString());
      }
      images.remove(image.manifest().digest().toString());
    }
  }

  @Override
  public List<Reference> removeDamaged(Reference name) throws IOException {
    Reference full = name.withDefaultTag();
    try (StoreLocks.Held _ = parts.locks().exclusive(LOCK)) {
      Digest manifest;
      try {
        Optional<Records.Entry> entry = names.get(full.toString());
        if (entry.isEmpty()) {
          return List.of();
        }
        manifest = target(entry.get());
      } catch (ContentException.Corrupt _) {
        names.remove(full.toString());
        return List.of(full);
      }
      List<Reference> all = namesOf(manifest);
      for (Reference each : all) {
        names.remove(each.toString());
      }
      images.remove(manifest.toString());
      return all;
    }
  }

  @Override
  public LoadedImage load(Descriptor manifestOrIndex, Platform platform) throws IOException {
    return documents.load(manifestOrIndex, platform);
  }

  @Override
  public LoadedImage loadAny(Descriptor manifestOrIndex) throws IOException {
    return documents.loadAny(manifestOrIndex);
  }

  @Override
  public Descriptor assemble(ImageConfig config, List<Layer> stack) throws IOException {
    return new ImageAssembly(parts.content(), layers).assemble(config, stack);
  }

  @Override
  public LoadedImage pack(LoadedImage image, Compression compression) throws IOException {
    return new ImageAssembly(parts.content(), layers).pack(image, compression);
  }
}
