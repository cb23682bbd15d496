package dev.jbuild.layer.unpack;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tree.NodeWriter;
import dev.jbuild.linux.Fd;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Small regular files: the calling thread makes each under its name, in the order of the archive;
/// another one fills them, gives them their attributes and closes them.
///
/// Both halves cost the kernel about the same. A file that is renamed over or removed meanwhile is
/// filled all the same, which nobody sees. After [#drain()] all files are whole; what went wrong
/// with one is thrown by a later call. At most some hundred files are open. For one calling thread.
final class SmallFiles implements AutoCloseable {
  private static final int LARGEST = 64 << 10;
  private static final int BYTES = 256 << 10;
  private static final int FILES = 64;
  private static final int BATCHES = 3;

  private final NodeWriter nodes;
  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES + 1);
  private Batch current = new Batch();
  private @Nullable Thread writer;
  private volatile @Nullable Throwable failure;

  /// Files whose contents lie one after the other.
  private static final class Batch {
    final byte[] bytes = new byte[BYTES];
    final Deque<Small> files = new ArrayDeque<>(FILES);
    int filled;
    boolean last;
  }

  private record Small(Fd file, FileAttributes its, int offset, int length) {}

  SmallFiles(NodeWriter nodes) {
    this.nodes = nodes;
  }

  /// Whether an entry is such a file.
  static boolean takes(TarEntry entry, FileAttributes its) {
    return entry.size() <= LARGEST && !entry.sparse() && its.xattrs().isEmpty();
  }

  /// Makes a file and takes its content from the archive.
  void add(List<String> parts, FileAttributes its, TarReader tar, int size) throws IOException {
    if (current.filled + size > BYTES || current.files.size() == FILES) {
      hand(current);
      current = fresh();
    }
    Batch batch = current;
    int end = batch.filled + size;
    for (int at = batch.filled; at < end; ) {
      int got = tar.read(batch.bytes, at, end - at);
      if (got < 0) {
        throw new EOFException("the tar ends within an entry");
      }
      at += got;
    }
    batch.files.add(new Small(nodes.create(parts, its), its, batch.filled, size));
    batch.filled = end;
  }

  private Batch fresh() {
    Batch used = free.poll();
    if (used == null) {
      return new Batch();
    }
    used.filled = 0;
    return used;
  }

  private void hand(Batch batch) throws IOException {
    if (writer == null) {
      writer = Thread.ofPlatform().daemon().name("small-files").start(this::run);
    }
    try {
      full.put(batch);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    rethrow();
  }

  private void run() {
    try {
      for (Batch batch = full.take(); !batch.last; batch = full.take()) {
        try {
          write(batch);
        } catch (IOException | RuntimeException | Error e) {
          failure = e;
        } finally {
          close(batch);
        }
        boolean _ = free.offer(batch);
      }
    } catch (InterruptedException _) {
      // The caller gives up, and closes what is left.
    }
  }

  private void write(Batch batch) throws IOException {
    for (Small small = batch.files.poll(); small != null; small = batch.files.poll()) {
      try (Fd file = small.file()) {
        file.write(batch.bytes, small.offset(), small.length());
        nodes.finish(file, small.its());
      }
    }
  }

  private static void close(Batch batch) {
    batch.files.forEach(small -> small.file().close());
    batch.files.clear();
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("writing files failed", e);
    }
  }

  /// Waits until all files are whole.
  void drain() throws IOException {
    Thread running = writer;
    if (running == null) {
      write(current);
      current.filled = 0;
      return;
    }
    hand(current);
    current = new Batch();
    Batch end = fresh();
    end.last = true;
    hand(end);
    try {
      running.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    writer = null;
    rethrow();
  }

  /// Gives up what was not drained.
  @Override
  public void close() {
    Thread running = writer;
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    List<Batch> left = new ArrayList<>(full);
    left.add(current);
    left.forEach(SmallFiles::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
