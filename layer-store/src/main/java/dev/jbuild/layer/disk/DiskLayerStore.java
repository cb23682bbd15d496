package dev.jbuild.layer.disk;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.LayerId;
import dev.jbuild.layer.LayerStore;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.file.StoreLocks;
import dev.jbuild.layer.file.StorePaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Layers as directories, each with a record that says it is whole.
///
/// A tree is filled in the session, moved to `l/` and then gets its record, all under the shared
/// lock of garbage collection, so that a tree without record is a left-over. Looking up reads
/// records only; what needs native calls is in [LayerApplier], [DiskLayerDraft] and [LayerTars].
final class DiskLayerStore implements LayerStore {
  /// Marks, in a layer's record, a blob that was compressed here.
  private static final String MADE_HERE = "dev.jbuild.made";

  private final Parts parts;

  DiskLayerStore(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Optional<Layer> find(LayerId id) throws IOException {
    return sound(id).map(r -> r.layer(parts.paths()));
  }

  /// The record of a layer whose tree is there.
  ///
  /// @throws ContentException.Corrupt when it cannot be read
  Optional<LayerRecord> record(LayerId id) throws IOException {
    Optional<LayerRecord> record = LayerRecord.read(parts.paths(), id);
    return record.filter(r -> Files.isDirectory(parts.paths().trees().resolve(r.tree())));
  }

  /// The same, but a record that cannot be read is none: whoever makes the layer again replaces it.
  private Optional<LayerRecord> sound(LayerId id) throws IOException {
    try {
      return record(id);
    } catch (ContentException.Corrupt _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Layer> find(Digest diffId, List<Layer> parents) throws IOException {
    Optional<LayerRecord> plain = sound(LayerId.of(diffId));
    if (plain.isPresent() && !(plain.get().impliedRoot() && hasOwnRoot(parents))) {
      return plain.map(r -> r.layer(parts.paths()));
    }
    return find(LayerId.on(diffId, parents));
  }

  /// The same, but not for layers whose records cannot be read.
  ///
  /// @throws ContentException.Corrupt when a record with this diff ID cannot be read
  Optional<Layer> findReadable(Digest diffId, List<Layer> parents) throws IOException {
    var _ = record(LayerId.of(diffId));
    var _ = record(LayerId.on(diffId, parents));
    return find(diffId, parents);
  }

  /// Whether the root that layers show has other attributes than a root has by default.
  static boolean hasOwnRoot(List<Layer> layers) throws IOException {
    if (layers.isEmpty()) {
      return false;
    }
    var root = UnionView.of(List.of(layers.getLast())).stat("/").orElseThrow();
    return root.mode() != 0755 || root.uid() != 0 || root.gid() != 0;
  }

  @Override
  public Optional<List<Layer>> stack(List<Digest> diffIds) throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (Digest diffId : diffIds) {
      Optional<Layer> layer = find(diffId, layers);
      if (layer.isEmpty()) {
        return Optional.empty();
      }
      layers.add(layer.get());
    }
    return Optional.of(layers);
  }

  @Override
  public List<Layer> unpack(ImageManifest manifest, ImageConfig config) throws IOException {
    if (!MediaTypes.isImageConfig(manifest.config().mediaType())) {
      throw new ContentException.NotAnImage(manifest.artifactKind());
    }
    if (manifest.layers().size() != config.diffIds().size()) {
      throw new ContentException.Corrupt(
          "the image",
          "its manifest has %d layers but its configuration %d"
              .formatted(manifest.layers().size(), config.diffIds().size()));
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < config.diffIds().size(); i++) {
      Digest diffId = config.diffIds().get(i);
      Optional<Layer> there = find(diffId, layers);
      if (there.isPresent()) {
        layers.add(there.get());
        continue;
      }
      Descriptor blob = manifest.layers().get(i);
      if (!parts.content().contains(blob.digest())) {
        var _ = findReadable(diffId, layers); // if only its record is damaged, say that
        throw new ContentException.NotFound(diffId, "layer");
      }
      try (InputStream in = parts.content().open(blob.digest())) {
        Layer layer = apply(in, diffId, layers);
        remember(layer, blob);
        layers.add(layer);
      }
    }
    return layers;
  }

  @Override
  public Layer apply(InputStream tar, Digest diffId, List<Layer> parents) throws IOException {
    Optional<Layer> there = find(diffId, parents);
    if (there.isPresent() && touch(there.get().id())) {
      tar.transferTo(OutputStream.nullOutputStream());
      return there.get();
    }
    try {
      return new LayerApplier(parts, this).apply(tar, diffId, parents);
    } catch (IOException e) {
      throw AtomicFiles.explained("unpacking layer " + diffId, e);
    }
  }

  @Override
  public LayerDraft draft(List<Layer> parents) throws IOException {
    try {
      return DiskLayerDraft.begin(parts, this, parents);
    } catch (IOException e) {
      throw AtomicFiles.explained("starting a layer", e);
    }
  }

  @Override
  public void prepare(List<Layer> stack) throws IOException {
    for (Layer layer : stack) {
      if (layer.standIns() || !layer.opaque().isEmpty()) {
        new LayerMarks(parts, this).complete(stack);
        return;
      }
    }
  }

  /// Makes a finished tree a layer, unless an equal one is there, which is returned then.
  Layer publish(Path tree, LayerRecord unnamed) throws IOException {
    LayerId id = unnamed.id();
    FileTime unforced = parts.session().unforcedSince();
    try (StoreLocks.Held _ = parts.locks().exclusive("layer/" + id);
        StoreLocks.Held _ = parts.locks().shared(Session.GC)) {
      Optional<Layer> there = find(id);
      if (there.isPresent()) {
        touchRecord(id, unforced);
        return there.get();
      }
      return place(tree, unnamed.withTree(freeTreeName(id)));
    }
  }

  /// Puts the right tree in the place of a damaged one, which nobody may be using.
  void replace(LayerRecord damaged, Path tree, LayerRecord unnamed) throws IOException {
    try (StoreLocks.Held _ = parts.locks().exclusive("layer/" + damaged.id());
        StoreLocks.Held _ = parts.locks().shared(Session.GC)) {
      Path place = parts.paths().trees().resolve(damaged.tree());
      if (Files.exists(place)) {
        AtomicFiles.move(place, parts.session().temporary());
      }
      var _ = place(tree, unnamed.withTree(damaged.tree()).withBlobs(damaged.blobs()));
    }
  }

  private Layer place(Path tree, LayerRecord unmarked) throws IOException {
    StorePaths paths = parts.paths();
    AtomicFiles.directory(paths.trees());
    LayerRecord record = LayerMarks.noted(unmarked, tree);
    try (Session.Publication _ = parts.session().publishing()) {
      AtomicFiles.move(tree, paths.trees().resolve(record.tree()));
      write(record);
      parts.durability().wroteTree(record.id(), record.entries(), record.size());
    }
    return record.layer(paths);
  }

  private String freeTreeName(LayerId id) {
    for (int n = 0; ; n++) {
      String name = treeName(id, n);
      if (!Files.exists(parts.paths().trees().resolve(name))) {
        return name;
      }
    }
  }

  /// The name of a layer's tree; `n` counts up while names are taken.
  static String treeName(LayerId id, int n) {
    return Digest.sha256((id + "#" + n).getBytes(StandardCharsets.US_ASCII)).shortHex();
  }

  void write(LayerRecord record) throws IOException {
    Path target = parts.paths().layerRecord(record.id());
    AtomicFiles.directory(parts.paths().layerRecords());
    AtomicFiles.replace(target, parts.session().temporary(), record.toBytes(), false);
    parts.durability().wrote(target);
  }

  /// Marks a layer as wanted from now on.
  ///
  /// @return whether it is there
  boolean touch(LayerId id) throws IOException {
    FileTime unforced = parts.session().unforcedSince();
    try (StoreLocks.Held _ = parts.locks().shared(Session.GC)) {
      return sound(id).isPresent() && touchRecord(id, unforced);
    }
  }

  private boolean touchRecord(LayerId id, FileTime unforced) throws IOException {
    Path file = parts.paths().layerRecord(id);
    try {
      FileTime written = Files.getLastModifiedTime(file);
      Files.setLastModifiedTime(file, written);
      if (written.compareTo(unforced) >= 0) {
        parts.durability().reused(file, true);
      }
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public void writeTar(Layer layer, OutputStream out) throws IOException {
    new LayerTars(parts).write(layer, blobs(layer), out);
  }

  @Override
  public Optional<Descriptor> remembered(Layer layer, @Nullable Compression wanted)
      throws IOException {
    for (Descriptor known : blobs(layer)) {
      if (wanted == null || LayerTars.method(known.mediaType()) == wanted.method()) {
        return Optional.of(known.withAnnotations(Map.of()));
      }
    }
    return Optional.empty();
  }

  @Override
  public Descriptor blob(Layer layer, @Nullable Compression wanted, OutputStream copy)
      throws IOException {
    Optional<Descriptor> there = remembered(layer, wanted);
    if (there.isPresent()) {
      return there.get();
    }
    Compression compression = wanted == null ? Compression.GZIP : wanted;
    try {
      Descriptor made = new LayerTars(parts).pack(layer, blobs(layer), compression, copy);
      note(layer, made.withAnnotations(Map.of(MADE_HERE, "true")));
      return made;
    } catch (IOException e) {
      throw AtomicFiles.explained("compressing layer " + layer.diffId(), e);
    }
  }

  @Override
  public List<Descriptor> blobs(Layer layer) throws IOException {
    List<Descriptor> there = new ArrayList<>();
    for (Descriptor blob : sound(layer.id()).map(LayerRecord::blobs).orElse(List.of())) {
      if (parts.content().contains(blob.digest())) {
        there.add(blob);
      }
    }
    return there;
  }

  /// What the layer came as, when it came from outside.
  Optional<Descriptor> origin(Layer layer) throws IOException {
    return blobs(layer).stream().filter(b -> !b.annotations().containsKey(MADE_HERE)).findFirst();
  }

  @Override
  public void remember(Layer layer, Descriptor blob) throws IOException {
    note(layer, Descriptor.of(blob.mediaType(), blob.digest(), blob.size()));
    if (parts.content().touch(blob.digest())) { // which forces what another process did not
      parts.durability().spare(layer.id());
    }
  }

  @Override
  public void pack(Layer layer, Descriptor blob) throws IOException {
    Optional<LayerRecord> before = record(layer.id());
    if (before.isEmpty() || !before.get().applied()) {
      return;
    }
    if (blobs(layer).isEmpty() && parts.content().contains(blob.digest())) {
      remember(layer, blob);
    }
    if (blobs(layer).stream().noneMatch(b -> b.digest().equals(layer.diffId()))) {
      return;
    }
    if (remembered(layer, Compression.GZIP).isEmpty()) {
      blob(layer, Compression.ZSTD);
    }
    if (!parts.durability().isPending(layer.id())) {
      parts.session().sync(); // the plain tar may have to stand in for a tree of another process
    }
    try (StoreLocks.Held _ = parts.locks().exclusive("layer/" + layer.id())) {
      Optional<LayerRecord> record = record(layer.id());
      if (record.isPresent()) {
        write(record.get().withoutPlainTar());
      }
    }
  }

  private void note(Layer layer, Descriptor bare) throws IOException {
    try (StoreLocks.Held _ = parts.locks().exclusive("layer/" + layer.id())) {
      Optional<LayerRecord> record = sound(layer.id());
      if (record.isPresent() && !record.get().blobs().contains(bare)) {
        write(record.get().withBlob(bare));
      }
    }
  }

  @Override
  public List<Layer> list() throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (LayerId id : ids()) {
      find(id).ifPresent(layers::add);
    }
    return layers;
  }

  /// The keys of all records, in order.
  List<LayerId> ids() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(parts.paths().layerRecords(), "sha*.json")) {
      stream.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    List<LayerId> ids = new ArrayList<>();
    for (String name : names) {
      try {
        ids.add(StorePaths.layerId(name));
      } catch (IllegalArgumentException e) {
        throw new ContentException.Corrupt(
            "directory '" + parts.paths().layerRecords() + "'", String.valueOf(e.getMessage()), e);
      }
    }
    return ids;
  }
}
