package dev.jbuild.engine.copy;

import dev.jbuild.engine.copy.Place.ArchiveForm;
import dev.jbuild.engine.copy.Place.InArchive;
import dev.jbuild.engine.transfer.TransferException;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.layout.ArchivedImage;
import dev.jbuild.layer.layout.ImageArchive;
import dev.jbuild.layer.layout.PlainLayers;
import dev.jbuild.registry.client.RawManifest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// An image in an archive. The archive is read once, to its end; an archive of docker's form holds
/// plain layers, which are packed with gzip.
final class ArchiveSource implements CopySource {
  private static final int BUFFER = 1 << 16;

  private final InArchive place;
  private final ContentStore content;
  private List<ArchivedImage> images = List.of();

  ArchiveSource(InArchive place, ContentStore content) {
    this.place = place;
    this.content = content;
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public RawManifest root() throws IOException {
    try (InputStream archive =
        new BufferedInputStream(Files.newInputStream(place.file()), BUFFER)) {
      images = new ImageArchive(content).read(archive);
    }
    Descriptor manifest = chosen().manifest();
    return manifest(
        place.form() == ArchiveForm.DOCKER
            ? new PlainLayers(content).pack(manifest, Compression.GZIP)
            : manifest);
  }

  private ArchivedImage chosen() throws TransferException {
    List<ArchivedImage> fitting = images.stream().filter(this::fits).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    List<String> names =
        images.stream().flatMap(i -> i.names().stream()).map(Reference::familiar).toList();
    throw new TransferException(
        Reason.NO_SUCH_IMAGE,
        "cannot copy '%s': the archive has %d such images; name one of: %s"
            .formatted(
                name(),
                fitting.size(),
                names.isEmpty() ? "(none has a name)" : String.join(", ", names)));
  }

  private boolean fits(ArchivedImage image) {
    return place.image().isEmpty() || image.names().stream().anyMatch(this::isWanted);
  }

  /// Whether a name is the wanted one, which may be a tag alone, as layouts have it.
  private boolean isWanted(Reference name) {
    Reference full = name.withDefaultTag();
    if (place.image().equals(full.tagOrNull())) {
      return true;
    }
    try {
      return Reference.parse(place.image()).withDefaultTag().equals(full);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public RawManifest manifest(Descriptor descriptor) throws IOException {
    byte[] bytes = content.read(descriptor.digest(), ImageJson.MAX_MANIFEST);
    return RawManifest.of(
        Descriptor.of(descriptor.mediaType(), descriptor.digest(), bytes.length), bytes);
  }

  @Override
  public InputStream blob(Descriptor blob, long offset) throws IOException {
    InputStream in = content.open(blob.digest());
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public List<Descriptor> referrers(Digest manifest) throws IOException {
    List<Descriptor> referrers = new ArrayList<>();
    for (ArchivedImage image : images) {
      if (CopySource.refersTo(manifest(image.manifest()), manifest)) {
        referrers.add(image.manifest());
      }
    }
    return referrers;
  }
}
