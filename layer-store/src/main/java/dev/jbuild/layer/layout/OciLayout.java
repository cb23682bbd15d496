package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Encoded;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.Manifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.Elsewhere;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Images as an OCI image layout, in a directory or in a tar of one.
///
/// What is imported is verified against its digests and is in the content store afterwards; naming
/// it is for the caller, who must hold a lease until then. Follows the OCI image specification,
/// "OCI Image Layout Specification".
public final class OciLayout {
  /// One image to export.
  ///
  /// @param nameOrNull what the layout shall call it
  /// @param indexOrNull the index of all platforms, to be exported with those that are in the store
  ///   instead of the one image
  public record Export(
      LoadedImage image, @Nullable Reference nameOrNull, @Nullable Descriptor indexOrNull) {
    /// One image without others.
    public Export(LoadedImage image, @Nullable Reference nameOrNull) {
      this(image, nameOrNull, null);
    }
  }

  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String FULL_NAME = "io.containerd.image.name";
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  static final String INDEX = "index.json";
  private static final int MAX_DEPTH = 4;

  private final Store store;

  public OciLayout(Store store) {
    this.store = store;
  }

  /// Writes images into a directory, beside those that its layout may have already, except that an
  /// image of the same name is replaced.
  public void exportTo(Path directory, List<Export> images, Compression compression)
      throws IOException {
    Files.createDirectories(directory);
    List<Descriptor> others =
        Files.exists(directory.resolve(INDEX)) ? index(directory).manifests() : List.of();
    write(new Sink.Directory(directory), images, compression, others);
  }

  /// Writes images as the tar of a layout; the stream stays open.
  public void exportTo(OutputStream out, List<Export> images, Compression compression)
      throws IOException {
    write(new Sink.Tar(out), images, compression, List.of());
  }

  private void write(
      Sink sink, List<Export> images, Compression compression, List<Descriptor> others)
      throws IOException {
    sink.file("oci-layout", LAYOUT.getBytes(StandardCharsets.US_ASCII));
    List<Descriptor> entries = new ArrayList<>();
    for (Export export : images) {
      Descriptor index = export.indexOrNull();
      Descriptor entry =
          index == null
              ? image(sink, export.image(), compression)
                  .withPlatform(export.image().config().value().platform())
              : index(sink, index, compression, 0);
      Reference name = export.nameOrNull();
      entries.add(name == null ? entry : named(entry, name));
    }
    Set<@Nullable String> names = new HashSet<>();
    entries.forEach(e -> names.add(e.annotations().get(REF_NAME)));
    names.remove(null);
    others.stream()
        .filter(o -> !names.contains(o.annotations().get(REF_NAME)))
        .filter(o -> entries.stream().noneMatch(e -> e.digest().equals(o.digest())))
        .forEach(entries::add);
    sink.file(INDEX, ImageJson.encode(ImageIndex.of(MediaTypes.OCI_INDEX, entries)).bytes());
    sink.finish();
  }

  private Descriptor image(Sink sink, LoadedImage image, Compression compression)
      throws IOException {
    LoadedImage packed = store.images().pack(image, compression);
    ImageManifest manifest = packed.manifest().value();
    sink.file(blob(packed.manifest().digest()), packed.manifest().bytes());
    blob(sink, manifest.config());
    for (Descriptor layer : manifest.layers()) {
      blob(sink, layer);
    }
    return packed.manifest().descriptor(manifest.mediaType());
  }

  /// Writes an index with all of its images that are in the store whole. It is written anew when
  /// one of them was made here and is packed for the first time.
  private Descriptor index(Sink sink, Descriptor descriptor, Compression compression, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ContentException.Corrupt(
          "image index " + descriptor.digest(), "indexes are nested too deep");
    }
    byte[] bytes = store.content().read(descriptor.digest(), ImageJson.MAX_MANIFEST);
    if (!(ImageJson.manifest(bytes, descriptor.mediaType()).value() instanceof ImageIndex index)) {
      throw new ContentException.Corrupt(
          "image index " + descriptor.digest(), "it is the manifest of one image");
    }
    List<Descriptor> entries = new ArrayList<>();
    boolean any = false;
    LoadedImage lacking = null;
    for (Descriptor entry : index.manifests()) {
      Descriptor written = entry;
      if (store.content().contains(entry.digest())) {
        if (MediaTypes.isIndex(entry.mediaType())) {
          written = index(sink, entry, compression, depth + 1);
        } else if (MediaTypes.isManifest(entry.mediaType())) {
          LoadedImage image = store.images().load(entry, Platform.host());
          if (isElsewhere(image)) {
            lacking = image;
          } else {
            written = image(sink, image, compression);
            any = true;
          }
        } else {
          blob(sink, entry);
        }
      }
      entries.add(entry.pointingTo(written));
    }
    if (lacking != null && !any) {
      image(sink, lacking, compression); // which says what the store has not
    }
    if (entries.equals(index.manifests())) {
      sink.file(blob(descriptor.digest()), bytes);
      return Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }
    Encoded<Manifest> changed =
        ImageJson.encode(
            new ImageIndex(
                index.mediaType(),
                entries,
                index.artifactType(),
                index.subjectOrNull(),
                index.annotations()));
    sink.file(blob(changed.digest()), changed.bytes());
    return changed.descriptor(index.mediaType());
  }

  /// Whether a list names an image of which the store has nothing but its documents.
  private boolean isElsewhere(LoadedImage image) throws IOException {
    Digest manifest = image.descriptor().digest();
    if (new Elsewhere(store.records(Elsewhere.KIND)).find(manifest).isEmpty()) {
      return false;
    }
    for (Descriptor layer : image.manifest().value().layers()) {
      if (!store.content().contains(layer.digest())) {
        return store.layers().stack(image.config().value().diffIds()).isEmpty();
      }
    }
    return false;
  }

  private static Descriptor named(Descriptor entry, Reference name) {
    Map<String, String> annotations = new java.util.LinkedHashMap<>();
    annotations.put(FULL_NAME, name.toString());
    annotations.put(REF_NAME, name.tag().orElse(Reference.DEFAULT_TAG));
    return entry.withAnnotations(annotations);
  }

  /// What a layout calls one of its images, when that is a name for the store.
  public static Optional<Reference> name(Descriptor entry) {
    String full = entry.annotations().get(FULL_NAME);
    String ref = full != null ? full : entry.annotations().get(REF_NAME);
    if (ref == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Reference.parse(ref));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void blob(Sink sink, Descriptor blob) throws IOException {
    try (InputStream in = store.content().open(blob.digest())) {
      sink.file(blob(blob.digest()), blob.size(), in);
    }
  }

  private static String blob(Digest digest) {
    return "blobs/" + digest.algorithm().id() + "/" + digest.hex();
  }

  /// Reads the images of a layout in a directory.
  ///
  /// @return the entries of its index, with their annotations
  public List<Descriptor> importFrom(Path directory) throws IOException {
    return importFrom(directory, store.content());
  }

  static List<Descriptor> importFrom(Path directory, ContentStore content) throws IOException {
    ImageIndex index = index(directory);
    for (Descriptor entry : index.manifests()) {
      ingest(directory, content, entry, 0);
    }
    return index.manifests();
  }

  private static ImageIndex index(Path directory) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(directory.resolve(INDEX))) {
      bytes = in.readNBytes(ImageJson.MAX_MANIFEST + 1);
    } catch (NoSuchFileException e) {
      throw new ContentException.Corrupt(
          "OCI layout '" + directory + "'", "it has no index.json", e);
    }
    return index(bytes, "OCI layout '" + directory + "'");
  }

  static ImageIndex index(byte[] bytes, String layout) throws IOException {
    try {
      if (ImageJson.manifest(bytes, MediaTypes.OCI_INDEX).value() instanceof ImageIndex index) {
        return index;
      }
      throw new JsonException("it is not an index");
    } catch (JsonException e) {
      throw new ContentException.Corrupt(layout + " index.json", String.valueOf(e.getMessage()), e);
    }
  }

  private static void ingest(Path directory, ContentStore content, Descriptor blob, int depth)
      throws IOException {
    Path file = directory.resolve(blob(blob.digest()));
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ContentException.Corrupt(file, "it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      content.ingest(in, blob.digest(), blob.size());
    } catch (NoSuchFileException e) {
      throw new ContentException.Corrupt(
          "OCI layout '" + directory + "'", "blob " + blob.digest() + " is missing", e);
    }
    for (Descriptor child : LayoutTree.children(blob, content)) {
      if (depth == MAX_DEPTH) {
        throw new ContentException.Corrupt(
            "OCI layout '" + directory + "'", "its indexes are nested too deep");
      }
      // An index may list platforms that were left out of the layout.
      if (MediaTypes.isIndex(blob.mediaType())
          && !Files.exists(directory.resolve(blob(child.digest())))) {
        continue;
      }
      ingest(directory, content, child, depth + 1);
    }
  }

  /// Reads the images of a layout in a tar, plain or compressed as its first bytes tell.
  ///
  /// @return the entries of its index, with their annotations
  public List<Descriptor> importFrom(InputStream archive) throws IOException {
    ArchiveFiles files = ArchiveFiles.read(archive, store.content());
    byte[] index = files.document(INDEX, ImageJson.MAX_MANIFEST);
    if (index == null) {
      throw new ContentException.Corrupt(
          "the archive", "it has no index.json, so it is no OCI layout");
    }
    return index(index, "the archive's").manifests();
  }
}
