package dev.jbuild.layer;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Immutable bytes, found by their digest: configurations, manifests, compressed layers and
/// whatever else an image is made of. Media types are none of its business.
///
/// - Verified: nothing is stored under a digest that its bytes do not have.
/// - Atomic: content is there whole or not at all.
/// - Idempotent: storing what is there already succeeds and changes nothing.
///
/// Follows the OCI image specification, "OCI Content Descriptors", sections "Digests" and
/// "Verification".
public interface ContentStore {
  /// Whether the content is there.
  default boolean contains(Digest digest) throws IOException {
    return size(digest).isPresent();
  }

  /// The number of bytes, none when the content is not there.
  OptionalLong size(Digest digest) throws IOException;

  /// Opens the content for reading. The bytes were verified when they were stored and are not
  /// verified again; see [#verify].
  ///
  /// @throws ContentException.NotFound when it is not there
  InputStream open(Digest digest) throws IOException;

  /// Reads and verifies a small document.
  ///
  /// @param limit the most bytes the caller is ready to hold
  /// @throws ContentException.NotFound when it is not there
  /// @throws ContentException.Corrupt when the bytes are more than `limit` or were changed on disk
  byte[] read(Digest digest, int limit) throws IOException;

  /// Stores a small document under its sha256 digest.
  Digest put(byte[] bytes) throws IOException;

  /// Stores all bytes of the stream, which must have the digest and the size.
  ///
  /// @param size expected number of bytes, or -1 when not known
  /// @throws ContentException.DigestMismatch when the bytes are others; nothing is stored then
  void ingest(InputStream bytes, Digest digest, long size) throws IOException;

  /// Starts or resumes storing content that comes in pieces, as a download does.
  ///
  /// One writer at a time, over all processes, writes one digest: this call waits while another
  /// writer is at it. What an unfinished writer has left is taken up again, see
  /// [ContentWriter#offset()].
  ///
  /// @return the writer, or nothing when the content is there, perhaps because another process
  ///   stored it while this one waited
  Optional<ContentWriter> writer(Digest digest) throws IOException, InterruptedException;

  /// A writer for content whose digest is not known before its end; it cannot be resumed.
  ContentWriter writer() throws IOException;

  /// Reads the content again and compares its digest.
  ///
  /// @throws ContentException.NotFound when it is not there
  /// @throws ContentException.DigestMismatch when the bytes were changed on disk
  void verify(Digest digest) throws IOException;

  /// Removes the content whether or not anything leads to it; garbage collection is the polite way.
  ///
  /// @return whether it was there
  boolean delete(Digest digest) throws IOException;

  /// The digests of all content, in order.
  List<Digest> list() throws IOException;
}
