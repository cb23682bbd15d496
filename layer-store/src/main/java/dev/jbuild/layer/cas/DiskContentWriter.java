package dev.jbuild.layer.cas;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.StoreLocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A file that fills up while its bytes are hashed.
///
/// With a lock it is the one resumable file of its digest and is kept when the writer is closed
/// early; without one it is temporary.
final class DiskContentWriter implements ContentWriter {
  private final DiskContentStore store;
  private final Path file;
  private final FileChannel channel;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final StoreLocks.@Nullable Held lock;
  private long offset;
  private boolean published;

  private DiskContentWriter(
      DiskContentStore store,
      Path file,
      FileChannel channel,
      Digest.Algorithm algorithm,
      StoreLocks.@Nullable Held lock) {
    this.store = store;
    this.file = file;
    this.channel = channel;
    this.algorithm = algorithm;
    this.hash = algorithm.newHash();
    this.lock = lock;
  }

  static DiskContentWriter start(DiskContentStore store, Path file, FileChannel channel) {
    return new DiskContentWriter(store, file, channel, Digest.Algorithm.SHA256, null);
  }

  /// Takes up what is in the file, which has to be hashed once more.
  static DiskContentWriter resume(
      DiskContentStore store, Path file, FileChannel channel, Digest digest, StoreLocks.Held lock)
      throws IOException {
    DiskContentWriter writer =
        new DiskContentWriter(store, file, channel, digest.algorithm(), lock);
    ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      writer.offset += buffer.remaining();
      writer.hash.update(buffer);
      buffer.clear();
    }
    return writer;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw AtomicFiles.explained("storing content in '" + file + "'", e);
    }
    hash.update(bytes, from, length);
    offset += length;
  }

  @Override
  public void restart() throws IOException {
    channel.truncate(0);
    channel.position(0);
    hash.reset();
    offset = 0;
  }

  @Override
  public void commit(Digest digest, long size) throws IOException {
    if (digest.algorithm() != algorithm) {
      rehash(digest, size);
      return;
    }
    publish(digest, Digest.of(algorithm, hash), size);
  }

  /// Hashes again with the algorithm that turned out to be wanted.
  private void rehash(Digest digest, long size) throws IOException {
    MessageDigest other = digest.algorithm().newHash();
    ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    channel.position(0);
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      other.update(buffer);
      buffer.clear();
    }
    publish(digest, Digest.of(digest.algorithm(), other), size);
  }

  @Override
  public Digest commit() throws IOException {
    Digest digest = Digest.of(algorithm, hash);
    publish(digest, digest, -1);
    return digest;
  }

  private void publish(Digest expected, Digest actual, long size) throws IOException {
    if (size >= 0 && size != offset) {
      discard();
      throw new ContentException.DigestMismatch("content", expected, size, actual, offset);
    }
    if (!actual.equals(expected)) {
      discard();
      throw new ContentException.DigestMismatch("content", expected, actual, offset);
    }
    channel.close();
    store.publish(file, expected);
    published = true;
  }

  /// Wrong bytes are of no use to the next writer either.
  private void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
      if (!published && (lock == null || offset == 0)) {
        Files.deleteIfExists(file);
      }
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
