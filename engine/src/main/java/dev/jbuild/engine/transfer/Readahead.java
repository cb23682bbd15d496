package dev.jbuild.engine.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
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
  private static final Chunk END = new Chunk(new byte[0], 0, null);

  /// What the other thread does: it gives each chunk to the sink and returns at the end.
  @FunctionalInterface
  interface Producer {
    void run(BlobDownload.Tee sink) throws IOException, InterruptedException;
  }

  /// @param length how many of the bytes count; none at the end
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Chunk(byte[] bytes, int length, @Nullable Throwable failure) {}

  private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS + 1);
  private final Thread producer;
  private Chunk chunk = END;
  private int position;
  private boolean ended;
  private @Nullable Throwable failure;

  Readahead(String name, Producer task) {
    producer = Thread.ofPlatform().daemon().name(name).start(() -> produce(task));
  }

  private void produce(Producer task) {
    try {
      Chunk last;
      try {
        task.run((bytes, length) -> {
          if (length > 0) { // a chunk without bytes is the end
            queue.put(copy(bytes, length));
          }
        });
        last = END;
      } catch (IOException | RuntimeException | Error e) {
        last = new Chunk(END.bytes(), 0, e);
      }
      queue.put(last);
    } catch (InterruptedException _) {
      // The reader has closed the stream and waits for this thread to end.
    }
  }

  private Chunk copy(byte[] bytes, int length) {
    byte[] used = free.poll();
    byte[] copy = used == null || used.length < length ? new byte[length] : used;
    System.arraycopy(bytes, 0, copy, 0, length);
    return new Chunk(copy, length, null);
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
    while (position == chunk.length() && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, chunk.length() - position);
    System.arraycopy(chunk.bytes(), position, buffer, offset, count);
    position += count;
    return count;
  }

  private void next() throws IOException {
    if (chunk.bytes().length > 0) {
      boolean _ = free.offer(chunk.bytes());
    }
    try {
      chunk = queue.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    position = 0;
    failure = chunk.failure();
    ended = chunk.length() == 0;
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
