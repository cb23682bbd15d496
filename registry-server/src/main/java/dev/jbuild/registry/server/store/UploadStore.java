package dev.jbuild.registry.server.store;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.OptionalLong;

/// Bytes of unfinished uploads; they survive a restart. The caller sees to it that one upload is
/// written by one thread at a time.
public interface UploadStore {
  /// Starts an empty upload.
  void create(RepositoryName repository, UploadId id) throws IOException;

  /// How many bytes an upload has, empty when there is no such upload in the repository.
  OptionalLong size(RepositoryName repository, UploadId id) throws IOException;

  /// Opens an upload for writing, cutting off what it has beyond the offset.
  UploadWriter write(RepositoryName repository, UploadId id, long offset) throws IOException;

  /// Opens what an upload has so far.
  InputStream read(RepositoryName repository, UploadId id) throws IOException;

  /// Turns an upload into a blob in one step; its bytes survive a loss of power from here on, its
  /// name after [BlobStore#persist]. The caller has checked the digest. When the blob exists
  /// already, the upload is dropped.
  void publish(RepositoryName repository, UploadId id, Digest digest) throws IOException;

  /// Drops an upload.
  ///
  /// @return whether there was one
  boolean remove(RepositoryName repository, UploadId id) throws IOException;

  /// Drops the uploads that were last written before a moment.
  ///
  /// @return how many
  int removeOlderThan(Instant moment) throws IOException;
}
