package dev.jbuild.layer.layout;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.ImageIndex;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
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
  public record Export(LoadedImage image, @Nullable Reference nameOrNull) {}

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
      LoadedImage packed = store.images().pack(export.image(), compression);
      sink.file(blob(packed.manifest().digest()), packed.manifest().bytes());
      ImageManifest manifest = packed.manifest().value();
      blob(sink, manifest.config());
      for (Descriptor layer : manifest.layers()) {
        blob(sink, layer);
      }
      Descriptor entry =
          packed
              .manifest()
              .descriptor(manifest.mediaType())
              .withPlatform(packed.config().value().platform());
      entries.add(export.nameOrNull() == null ? entry : named(entry, export.nameOrNull()));
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
    ImageIndex index = index(directory);
    for (Descriptor entry : index.manifests()) {
      ingest(directory, entry, 0);
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

  private void ingest(Path directory, Descriptor blob, int depth) throws IOException {
    Path file = directory.resolve(blob(blob.digest()));
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ContentException.Corrupt(file, "it is not a regular file");
    }
    ContentStore content = store.content();
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
      ingest(directory, child, depth + 1);
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
