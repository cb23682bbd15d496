package dev.jbuild.layer.disk;

import dev.jbuild.image.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The unpacked bytes of a layer, which one thread decompresses and another one hashes, some MiB
/// ahead of the thread that writes the files.
///
/// The reading side fails with what another one failed with. Closing ends both threads; the packed
/// stream stays open.
final class UnpackedAhead extends InputStream {
  private static final int CHUNK = 256 << 10;
  private static final int CHUNKS = 6;

  private final InputStream unpacked;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final BlockingQueue<Chunk> unhashed = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(2 * CHUNKS);
  private final List<Thread> threads =
      List.of(
          Thread.ofPlatform().daemon().name("unpack-ahead").unstarted(this::unpack),
          Thread.ofPlatform().daemon().name("hash-ahead").unstarted(this::hash));
  private long count;
  private Chunk current = new Chunk(new byte[0], 0, null);
  private int position;
  private boolean ended;

  /// Some bytes; none at the end, which may be a failure.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, int count, @Nullable Throwable failure) {}

  /// Opens the unpacked form of a stream that stays open itself.
  @FunctionalInterface
  interface Opener {
    InputStream open(InputStream packed) throws IOException;
  }

  private UnpackedAhead(InputStream unpacked, Digest.Algorithm algorithm) {
    this.unpacked = unpacked;
    this.algorithm = algorithm;
    this.hash = algorithm.newHash();
  }

  static UnpackedAhead start(InputStream packed, Digest.Algorithm algorithm, Opener opener)
      throws IOException {
    UnpackedAhead ahead = new UnpackedAhead(opener.open(new KeptOpen(packed)), algorithm);
    ahead.threads.forEach(Thread::start);
    return ahead;
  }

  private void unpack() {
    try {
      Throwable failure = null;
      try {
        byte[] chunk = free();
        int got;
        while ((got = unpacked.readNBytes(chunk, 0, CHUNK)) > 0) {
          unhashed.put(new Chunk(chunk, got, null));
          chunk = free();
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
      unhashed.put(new Chunk(new byte[0], 0, failure));
    } catch (InterruptedException _) {
      // The reader has closed the stream and waits for this thread to end.
    }
  }

  private void hash() {
    try {
      Chunk chunk;
      do {
        chunk = unhashed.take();
        hash.update(chunk.bytes(), 0, chunk.count());
        count += chunk.count();
        full.put(chunk);
      } while (chunk.count() > 0);
    } catch (InterruptedException _) {
      // As above.
    }
  }

  private byte[] free() {
    byte[] used = free.poll();
    return used == null ? new byte[CHUNK] : used;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position == current.count() && !next()) {
      return -1;
    }
    int count = Math.min(length, current.count() - position);
    System.arraycopy(current.bytes(), position, bytes, offset, count);
    position += count;
    return count;
  }

  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    if (current.count() > 0) {
      // There is room: at most as many are made as fit, and one is with each side.
      boolean _ = free.offer(current.bytes());
    }
    try {
      current = full.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    position = 0;
    ended = current.count() == 0;
    switch (current.failure()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("unpacking failed", e);
    }
    return !ended;
  }

  /// How many bytes there were; for use at the end.
  long count() {
    return count;
  }

  /// The digest of all bytes; for use at the end, once.
  Digest digest() {
    return Digest.of(algorithm, hash);
  }

  @Override
  public void close() throws IOException {
    boolean interrupted = false;
    for (Thread thread : threads) {
      thread.interrupt();
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    unpacked.close();
  }

  private static final class KeptOpen extends FilterInputStream {
    KeptOpen(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
