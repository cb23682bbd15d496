package dev.jbuild.engine.copy;

import dev.jbuild.engine.copy.Place.ArchiveForm;
import dev.jbuild.engine.copy.Place.InArchive;
import dev.jbuild.engine.transfer.TransferException;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.layout.DockerArchive;
import dev.jbuild.layer.layout.LayoutArchive;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RawManifest;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// A new archive: collected first, written at the end, and named when it is whole. What had its
/// name is replaced.
final class ArchiveTarget implements CopyTarget {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final InArchive place;
  private final Store staging;
  private final List<Descriptor> entries = new ArrayList<>();

  /// @throws NoSuchFileException when the directory of the archive is not there
  ArchiveTarget(InArchive place, Store staging) throws NoSuchFileException {
    Path parent = place.file().toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString());
    }
    this.place = place;
    this.staging = staging;
  }

  @Override
  public boolean hasManifest(Descriptor manifest) {
    return false;
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    return staging.content().contains(blob.digest());
  }

  @Override
  public boolean takeOver(Descriptor blob, Place source) {
    return false;
  }

  @Override
  public void put(Descriptor blob, BlobSource bytes, LongConsumer progress) throws IOException {
    try (InputStream in = new Counted(bytes.open(0), progress)) {
      staging.content().ingest(in, blob.digest(), blob.size());
    }
  }

  @Override
  public void putListed(RawManifest manifest) throws IOException {
    put(
        manifest.descriptor(),
        offset -> new java.io.ByteArrayInputStream(manifest.bytes()),
        written -> {});
  }

  @Override
  public void putReferrer(RawManifest manifest) throws IOException {
    putListed(manifest);
    entries.add(manifest.descriptor());
  }

  @Override
  public Descriptor putNamed(RawManifest manifest) throws IOException {
    putListed(manifest);
    Map<String, String> annotations =
        place.image().isEmpty() ? Map.of() : Map.of(REF_NAME, place.image());
    entries.addFirst(manifest.descriptor().withAnnotations(annotations));
    return manifest.descriptor();
  }

  @Override
  public void finish() throws IOException {
    Path file = place.file();
    boolean special = Files.exists(file) && !Files.isRegularFile(file);
    Path draft = special ? file : file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
        write(out);
      }
      if (!special) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      if (!special) {
        Files.deleteIfExists(draft);
      }
    }
  }

  private void write(OutputStream out) throws IOException {
    if (place.form() == ArchiveForm.OCI) {
      new LayoutArchive(staging.content()).write(out, entries);
      return;
    }
    Descriptor entry = entries.getFirst();
    byte[] manifest = staging.content().read(entry.digest(), ImageJson.MAX_MANIFEST);
    if (entries.size() > 1
        || !(ImageJson.manifest(manifest, entry.mediaType()).value() instanceof ImageManifest m)) {
      throw unfit("more than one image");
    }
    if (!MediaTypes.isImageConfig(m.config().mediaType())) {
      throw unfit("an artifact");
    }
    LoadedImage image = staging.images().load(entry, Platform.host());
    List<Reference> names =
        place.image().isEmpty()
            ? List.of()
            : List.of(Reference.parse(place.image()).withDefaultTag());
    new DockerArchive(staging.content())
        .exportTo(out, List.of(new DockerArchive.Export(image, names)));
  }

  private TransferException unfit(String found) {
    return new TransferException(
        Reason.INCONSISTENT,
        "cannot copy to '%s': archives of docker's form hold one image for one platform, and this is %s; use oci-archive:"
            .formatted(place.name(), found));
  }

  /// Tells how many bytes were read.
  private static final class Counted extends FilterInputStream {
    private final LongConsumer progress;
    private long position;

    Counted(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      if (count > 0) {
        position += count;
        progress.accept(position);
      }
      return count;
    }
  }
}
