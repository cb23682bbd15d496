package dev.jbuild.registry.server.store;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/// Content by digest, shared by all repositories. A blob is there whole or not at all, and what is
/// there never changes. Large blobs come in through [UploadStore].
public interface BlobStore {
  /// The size of a blob in bytes, empty when there is none.
  OptionalLong size(Digest digest) throws IOException;

  /// Opens a blob, empty when there is none.
  Optional<BlobReader> open(Digest digest) throws IOException;

  /// Stores content that the caller has in memory and has checked against the digest. Storing it
  /// again changes nothing, but mends a blob that was damaged.
  void put(Digest digest, byte[] content) throws IOException;

  /// Makes sure that these blobs, all present, survive a loss of power. Called before a manifest
  /// that refers to them is acknowledged, so that single blobs need not pay for it each time.
  void persist(Collection<Digest> digests) throws IOException;

  /// Removes a blob that nothing refers to any more.
  ///
  /// @return whether there was one
  boolean delete(Digest digest) throws IOException;
}
