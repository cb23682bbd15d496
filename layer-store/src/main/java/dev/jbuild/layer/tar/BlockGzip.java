package dev.jbuild.layer.tar;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses to gzip in blocks that several threads work on, into one member that every tool
/// reads.
///
/// The blocks have a fixed size and each starts with the 32 KiB before it as dictionary, so the
/// output depends on the input and the level alone, not on the number of threads. The header has
/// neither name nor time.
final class BlockGzip extends OutputStream {
  static final int BLOCK = 512 << 10;
  private static final int WINDOW = 32 << 10;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final OutputStream out;
  private final int level;
  private final int threads;
  private final ExecutorService workers;
  private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private long length;
  private byte[] window = {};
  private byte[] block = new byte[BLOCK];
  private int filled;
  private boolean closed;

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
      System.arraycopy(bytes, offset + done, block, filled, chunk);
      filled += chunk;
      done += chunk;
    }
  }

  private void submit(boolean last) throws IOException {
    byte[] data = block;
    int count = filled;
    byte[] dictionary = window;
    crc.update(data, 0, count);
    length += count;
    pending.add(workers.submit(() -> deflate(dictionary, data, count, last)));
    window = Arrays.copyOfRange(data, Math.max(0, count - WINDOW), count);
    block = last ? new byte[0] : new byte[BLOCK];
    filled = 0;
    while (pending.size() > (last ? 0 : 2 * threads)) {
      out.write(take());
    }
  }

  private byte[] take() throws IOException {
    try {
      return pending.remove().get();
    } catch (ExecutionException e) {
      throw new IOException("compressing a block failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("compressing was interrupted");
    }
  }

  private byte[] deflate(byte[] dictionary, byte[] data, int count, boolean last) {
    Deflater deflater = new Deflater(level, true);
    try {
      if (dictionary.length > 0) {
        deflater.setDictionary(dictionary);
      }
      deflater.setInput(data, 0, count);
      if (last) {
        deflater.finish();
      }
      byte[] result = new byte[count + count / 1000 + 64];
      int used = 0;
      while (true) {
        int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
        int got = deflater.deflate(result, used, result.length - used, flush);
        used += got;
        // A full buffer may hide more output; anything less means that all is out.
        if (last ? deflater.finished() : used < result.length) {
          return Arrays.copyOf(result, used);
        }
        if (used == result.length) {
          result = Arrays.copyOf(result, 2 * result.length);
        }
      }
    } finally {
      deflater.end();
    }
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
      workers.shutdownNow();
    }
  }

  /// Gives up without ending the member.
  void abandon() {
    closed = true;
    workers.shutdownNow();
  }
}
