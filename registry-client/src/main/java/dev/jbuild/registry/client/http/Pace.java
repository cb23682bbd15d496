package dev.jbuild.registry.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// How fast a body must come in at least: [#LEAST] bytes in the time that a server may be silent.
/// Only the waits for bytes count, not what the reader does between them. For one thread.
final class Pace {
  /// Slower than the slowest line; who sends less only keeps the connection alive.
  static final int LEAST = 1024;

  private final long window;
  private long waited;
  private long received;

  /// @param window the time in which the least must have come
  Pace(Duration window) {
    this.window = window.toNanos();
  }

  /// Reads some bytes.
  ///
  /// @throws IOException when it fails or so few came for so long
  int read(InputStream in, byte[] buffer, int offset, int length) throws IOException {
    if (waited >= window) {
      if (received < LEAST) {
        throw new IOException(
            "%d bytes came in %d s".formatted(received, Duration.ofNanos(waited).toSeconds()));
      }
      waited = 0;
      received = 0;
    }
    long start = System.nanoTime();
    int count = in.read(buffer, offset, length);
    waited += System.nanoTime() - start;
    received += Math.max(0, count);
    return count;
  }
}
