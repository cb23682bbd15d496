package dev.jbuild.engine.copy;

import dev.jbuild.engine.copy.Place.InLayout;
import dev.jbuild.engine.transfer.TransferException;
import dev.jbuild.engine.transfer.TransferException.Reason;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RawManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// An OCI image layout as source or target.
///
/// Follows the OCI image specification, "OCI Image Layout Specification": images are the entries of
/// `index.json`, told apart by their annotation `org.opencontainers.image.ref.name`.
final class LayoutPlace implements CopySource, CopyTarget {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final InLayout place;
  private final LayoutFiles files;

  LayoutPlace(InLayout place) {
    this.place = place;
    this.files = new LayoutFiles(place.directory());
  }

  @Override
  public String name() {
    return place.name();
  }

  @Override
  public RawManifest root() throws IOException {
    List<Descriptor> found = new ArrayList<>();
    for (Descriptor entry : files.index().manifests()) {
      String name = entry.annotations().getOrDefault(REF_NAME, "");
      if (place.tag().isEmpty() || name.equals(place.tag())) {
        found.add(entry);
      }
    }
    if (found.size() != 1) {
      throw new TransferException(
          Reason.NO_SUCH_IMAGE,
          "cannot copy '%s': the layout has %d such images; name one as oci:DIRECTORY:NAME"
              .formatted(name(), found.size()));
    }
    return manifest(
        Descriptor.of(
            found.getFirst().mediaType(), found.getFirst().digest(), found.getFirst().size()));
  }

  @Override
  public RawManifest manifest(Descriptor descriptor) throws IOException {
    byte[] bytes = files.read(descriptor, ImageJson.MAX_MANIFEST);
    return RawManifest.of(
        Descriptor.of(descriptor.mediaType(), descriptor.digest(), bytes.length), bytes);
  }

  @Override
  public InputStream blob(Descriptor blob, long offset) throws IOException {
    return files.open(blob, offset);
  }

  @Override
  public List<Descriptor> referrers(Digest manifest) throws IOException {
    List<Descriptor> referrers = new ArrayList<>();
    for (Descriptor entry : files.index().manifests()) {
      if (CopySource.refersTo(manifest(entry), manifest)) {
        referrers.add(entry);
      }
    }
    return referrers;
  }

  @Override
  public boolean hasManifest(Descriptor manifest) {
    // A layout may have a manifest without all that it lists.
    return false;
  }

  @Override
  public boolean hasBlob(Descriptor blob) throws IOException {
    return files.has(blob);
  }

  @Override
  public boolean takeOver(Descriptor blob, Place source) {
    return false;
  }

  @Override
  public void put(Descriptor blob, BlobSource bytes, LongConsumer progress) throws IOException {
    files.write(blob, bytes, progress);
  }

  @Override
  public void putListed(RawManifest manifest) throws IOException {
    files.write(
        manifest.descriptor(), offset -> new ByteArrayInputStream(manifest.bytes()), written -> {});
  }

  @Override
  public void putReferrer(RawManifest manifest) throws IOException {
    putListed(manifest);
    List<Descriptor> entries = new ArrayList<>(files.index().manifests());
    if (entries.stream().noneMatch(e -> e.digest().equals(manifest.descriptor().digest()))) {
      entries.add(manifest.descriptor());
      files.writeIndex(entries);
    }
  }

  @Override
  public Descriptor putNamed(RawManifest manifest) throws IOException {
    putListed(manifest);
    List<Descriptor> entries = new ArrayList<>();
    for (Descriptor entry : files.index().manifests()) {
      String name = entry.annotations().getOrDefault(REF_NAME, "");
      boolean replaced =
          place.tag().isEmpty()
              ? name.isEmpty() && entry.digest().equals(manifest.descriptor().digest())
              : name.equals(place.tag());
      if (!replaced) {
        entries.add(entry);
      }
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    if (!place.tag().isEmpty()) {
      annotations.put(REF_NAME, place.tag());
    }
    entries.add(manifest.descriptor().withAnnotations(annotations));
    files.writeIndex(entries);
    return manifest.descriptor();
  }
}
