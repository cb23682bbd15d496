package dev.jbuild.registry.server.manifest;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.Tag;
import dev.jbuild.registry.server.store.BlobReader;
import dev.jbuild.registry.server.store.ManifestRecord;
import dev.jbuild.registry.server.store.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stores and finds manifests. Which ones a repository has is asked of the index each time; bytes
/// of the ones in use are kept in memory, which is safe because a digest's content never changes.
public final class Manifests {
  private static final long CACHED_BYTES = 32L << 20;

  private final StorageDriver storage;
  private final ContentCache contents = new ContentCache(CACHED_BYTES);

  public Manifests(StorageDriver storage) {
    this.storage = storage;
  }

  /// Finds by digest.
  public Optional<StoredManifest> find(RepositoryName repository, Digest digest)
      throws IOException {
    Optional<ManifestRecord> found = storage.index().manifest(repository, digest);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StoredManifest(
                digest, found.get().descriptor().mediaType(), bytes(found.get(), repository)));
  }

  /// Finds by tag.
  public Optional<StoredManifest> find(RepositoryName repository, Tag tag) throws IOException {
    Optional<Digest> digest = storage.index().tag(repository, tag);
    return digest.isEmpty() ? Optional.empty() : find(repository, digest.get());
  }

  private byte[] bytes(ManifestRecord manifest, RepositoryName repository) throws IOException {
    Digest digest = manifest.digest();
    byte[] cached = contents.get(digest);
    if (cached != null) {
      return cached;
    }
    byte[] bytes = new byte[Math.toIntExact(manifest.descriptor().size())];
    try (BlobReader reader =
        storage
            .blobs()
            .open(digest)
            .orElseThrow(() ->
                new IOException(
                    "manifest %s of repository '%s' has lost its content"
                        .formatted(digest, repository)))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        if (reader.read(buffer, buffer.position()) < 0) {
          throw new IOException(
              "content of manifest %s has %d bytes, expected %d"
                  .formatted(digest, buffer.position(), bytes.length));
        }
      }
    }
    MessageDigest hash = digest.algorithm().newHash();
    hash.update(bytes);
    if (!Digest.of(digest.algorithm(), hash).equals(digest)) {
      throw new IOException(
          "content of manifest %s in repository '%s' is damaged; push it again to mend it"
              .formatted(digest, repository));
    }
    contents.put(digest, bytes);
    return bytes;
  }

  /// Stores a checked manifest and points the tags at it.
  ///
  /// @throws RegistryFault with MANIFEST_BLOB_UNKNOWN when the repository lacks what it refers to
  public void put(
      RepositoryName repository, ManifestReader.Checked checked, byte[] bytes, List<Tag> tags)
      throws RegistryFault, IOException {
    Digest digest = checked.manifest().digest();
    storage.blobs().put(digest, bytes);
    List<Digest> missing =
        storage.index().putManifest(repository, checked.manifest(), checked.references(), tags);
    if (!missing.isEmpty()) {
      throw RegistryFault.of(ErrorCode.MANIFEST_BLOB_UNKNOWN)
          .withDetails(missing.stream().map(d -> Map.of("digest", d.toString())).toList());
    }
    contents.put(digest, bytes);
  }
}
