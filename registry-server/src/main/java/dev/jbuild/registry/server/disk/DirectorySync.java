package dev.jbuild.registry.server.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Makes names in directories survive a loss of power, with as few fsyncs as possible: a directory
/// is synced only if something changed in it since the last time, or if this process does not know.
///
/// The lock of a directory makes one thread sync while the others wait for its result; the fsync
/// happens under it.
final class DirectorySync {
  private static final int MAX_KNOWN = 20_000;

  private static final class State {
    final ReentrantLock lock = new ReentrantLock();
    final AtomicLong changes = new AtomicLong(1);
    long synced;
  }

  private final Path root;
  private final ConcurrentHashMap<Path, State> known = new ConcurrentHashMap<>();

  DirectorySync(Path root) {
    this.root = root;
  }

  /// Notes that a name in the directory was added, replaced or removed; call it afterwards.
  void changed(Path directory) {
    state(directory).changes.incrementAndGet();
  }

  /// Syncs the directory and those above it up to the root, as far as they changed.
  void persist(Path directory) throws IOException {
    for (Path d = directory; d != null && d.startsWith(root); d = d.getParent()) {
      persistOne(d);
    }
  }

  private void persistOne(Path directory) throws IOException {
    State state = state(directory);
    state.lock.lock();
    try {
      long changes = state.changes.get();
      if (state.synced == changes) {
        return;
      }
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
      state.synced = changes;
    } finally {
      state.lock.unlock();
    }
  }

  private State state(Path directory) {
    if (known.size() > MAX_KNOWN) {
      known.clear(); // forgetting costs a superfluous fsync, nothing else
    }
    return known.computeIfAbsent(directory, d -> new State());
  }
}
