package dev.jbuild.engine.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// A stream whose bytes another thread produces a little ahead of its reader: the one downloads,
/// hashes and stores, the other decompresses and unpacks. At most four MiB are in between, in
/// arrays that are used again.
final class Readahead extends InputStream {
  private static final int CHUNKS = 32;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// What the other thread does: it gives each chunk to the sink and returns at the end.
  @FunctionalInterface
  interface Producer {
    void run(BlobDownload.Tee sink) throws IOException, InterruptedException;
  }

  private record Chunk(@Nullable ByteBuffer bytes, @Nullable Throwable failure) {}

  private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS + 1);
  private final Thread producer;
  private ByteBuffer current = NOTHING;
  private boolean ended;
  private @Nullable Throwable failure;

  Readahead(String name, Producer task) {
    producer = Thread.ofVirtual().name(name).start(() -> produce(task));
  }

  private void produce(Producer task) {
    try {
      Chunk last;
      try {
        task.run((bytes, length) -> queue.put(new Chunk(copy(bytes, length), null)));
        last = new Chunk(null, null);
      } catch (IOException | RuntimeException | Error e) {
        last = new Chunk(null, e);
      }
      queue.put(last);
    } catch (InterruptedException _) {
      // The reader has closed the stream and waits for this thread to end.
    }
  }

  private ByteBuffer copy(byte[] bytes, int length) {
    byte[] used = free.poll();
    byte[] chunk = used == null || used.length < length ? new byte[length] : used;
    System.arraycopy(bytes, 0, chunk, 0, length);
    return ByteBuffer.wrap(chunk, 0, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (!current.hasRemaining() && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(buffer, offset, count);
    return count;
  }

  private void next() throws IOException {
    if (current.capacity() > 0) {
      boolean _ = free.offer(current.array());
    }
    Chunk chunk;
    try {
      chunk = queue.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    failure = chunk.failure();
    current = chunk.bytes() == null ? NOTHING : chunk.bytes();
    ended = chunk.bytes() == null;
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("the download failed", e);
    }
  }

  /// Why the other thread failed, if it did and the reader met it; more telling than what the
  /// reader makes of a stream that broke off.
  Optional<IOException> failure() {
    return failure instanceof IOException e ? Optional.of(e) : Optional.empty();
  }

  /// Stops the other thread and waits until it has gone.
  @Override
  public void close() {
    ended = true;
    producer.interrupt();
    boolean interrupted = false;
    while (producer.isAlive()) {
      try {
        producer.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
