package dev.jbuild.layer.tar;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/// Compresses to gzip in blocks that several threads work on, into one member that every tool
/// reads.
///
/// The blocks have a fixed size and each starts with the 32 KiB before it as dictionary, so the
/// output depends on the input and the level alone, not on the number of threads. The header has
/// neither name nor time. Arrays and deflaters are used again, so memory is bounded by the number
/// of threads.
final class BlockGzip extends OutputStream {
  static final int BLOCK = 512 << 10;
  private static final int WINDOW = ArrayDeflater.WINDOW;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final int level;
  private final int threads;
  private final ExecutorService workers;
  private final Deque<Future<Packed>> pending = new ArrayDeque<>();
  private final Queue<ArrayDeflater> deflaters = new ConcurrentLinkedQueue<>();
  private final Queue<byte[]> outputs = new ConcurrentLinkedQueue<>();
  private final Queue<byte[]> inputs = new ConcurrentLinkedQueue<>();
  private final CRC32 crc = new CRC32();
  private long length;

  /// The window, as far as there is one, and behind it the block.
  private byte[] input = new byte[WINDOW + BLOCK];

  private int window;
  private int filled;
  private boolean closed;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Packed(byte[] bytes, int count) {}

  BlockGzip(OutputStream out, int level, int threads) throws IOException {
    this.out = out;
    this.level = level;
    this.threads = threads;
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("gzip-", 0).daemon().factory());
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (filled == BLOCK) {
        submit(false);
      }
      int chunk = Math.min(count - done, BLOCK - filled);
      System.arraycopy(bytes, offset + done, input, WINDOW + filled, chunk);
      filled += chunk;
      done += chunk;
    }
  }

  private void submit(boolean last) throws IOException {
    byte[] data = input;
    int count = filled;
    int before = window;
    crc.update(data, WINDOW, count);
    length += count;
    if (!last) {
      byte[] free = inputs.poll();
      input = free == null ? new byte[WINDOW + BLOCK] : free;
      System.arraycopy(data, BLOCK, input, 0, WINDOW);
      window = WINDOW;
      filled = 0;
    }
    pending.add(workers.submit(() -> deflate(data, before, count, last)));
    while (pending.size() > (last ? 0 : 2 * threads)) {
      Packed packed = take();
      out.write(packed.bytes(), 0, packed.count());
      outputs.add(packed.bytes());
    }
  }

  private Packed take() throws IOException {
    try {
      return pending.remove().get();
    } catch (ExecutionException e) {
      throw new IOException("compressing a block failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("compressing was interrupted");
    }
  }

  private Packed deflate(byte[] data, int before, int count, boolean last) {
    ArrayDeflater pooled = deflaters.poll();
    ArrayDeflater deflater = pooled == null ? new ArrayDeflater(level) : pooled;
    byte[] free = outputs.poll();
    byte[] result = free == null ? new byte[ArrayDeflater.bound(BLOCK)] : free;
    int used = deflater.deflate(data, before, WINDOW, WINDOW + count, last, result);
    inputs.add(data);
    deflaters.add(deflater);
    return new Packed(result, used);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /// Ends the member; the stream below is flushed and stays open.
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      submit(true);
      byte[] trailer = new byte[8];
      for (int i = 0; i < 4; i++) {
        trailer[i] = (byte) (crc.getValue() >>> (8 * i));
        trailer[4 + i] = (byte) (length >>> (8 * i));
      }
      out.write(trailer);
      out.flush();
    } finally {
      abandon();
    }
  }

  /// Gives up without ending the member, unless it has been ended.
  void abandon() {
    closed = true;
    workers.shutdownNow();
    deflaters.forEach(ArrayDeflater::close);
    deflaters.clear();
  }
}
