package dev.jbuild.builder.progress;

import dev.jbuild.builder.OutputSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Cuts the output of a command into lines and keeps the last ones for the error message.
///
/// A line that is longer than 64 KiB is cut, so that a command without line feeds cannot fill the
/// memory. The lock guards the lines; the listener is called under it, which keeps each stream in
/// order.
public final class OutputLines implements OutputSink {
  private static final int LONGEST = 1 << 16;
  private static final int KEPT = 20;

  private final Running running;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Stream, ByteArrayOutputStream> open = new EnumMap<>(Stream.class);
  private final Deque<String> last = new ArrayDeque<>();

  public OutputLines(Running running) {
    this.running = running;
  }

  @Override
  public void write(Stream stream, byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      ByteArrayOutputStream line = open.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
      int start = offset;
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n' || line.size() + i - start >= LONGEST) {
          line.write(bytes, start, i - start);
          emit(stream, line);
          start = bytes[i] == '\n' ? i + 1 : i;
        }
      }
      line.write(bytes, start, offset + length - start);
    } finally {
      lock.unlock();
    }
  }

  /// Ends lines that have no line feed.
  public void finish() {
    lock.lock();
    try {
      open.forEach((stream, line) -> {
        if (line.size() > 0) {
          emit(stream, line);
        }
      });
    } finally {
      lock.unlock();
    }
  }

  private void emit(Stream stream, ByteArrayOutputStream bytes) {
    String line = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    if (line.endsWith("\r")) {
      line = line.substring(0, line.length() - 1);
    }
    last.add(line);
    if (last.size() > KEPT) {
      last.remove();
    }
    running.output(stream, line);
  }

  /// The last lines of both streams, as they came.
  public List<String> last() {
    lock.lock();
    try {
      return List.copyOf(last);
    } finally {
      lock.unlock();
    }
  }
}
