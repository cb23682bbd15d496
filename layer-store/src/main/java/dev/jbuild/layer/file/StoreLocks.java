package dev.jbuild.layer.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Named locks between threads and processes, shared or exclusive.
///
/// All names of a store are byte ranges of one file, so that no lock files pile up. The kernel's
/// record locks belong to a process and are lost as soon as it closes *any* descriptor of the file,
/// fcntl(2), "Record locks"; therefore a process has one open channel for each store, counted over
/// all who use it, and the holders within the process are counted here. The kernel releases the
/// locks of a process that dies.
///
/// [#GUARD] guards the static map and the counts; under it only an open and calls of fcntl that do
/// not wait are made. Waiting is polling, which does not pin the carrier of a virtual thread.
public final class StoreLocks implements AutoCloseable {
  /// A lock that is held; closing it twice is harmless.
  public interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private static final class Range {
    final FileLock lock;
    int holders = 1;

    Range(FileLock lock) {
      this.lock = lock;
    }
  }

  private static final class OpenFile {
    final FileChannel channel;
    final Map<Long, Range> ranges = new HashMap<>();
    int users;

    OpenFile(FileChannel channel) {
      this.channel = channel;
    }
  }

  private static final ReentrantLock GUARD = new ReentrantLock();
  private static final Map<Path, OpenFile> OPEN = new HashMap<>();
  private static final long MAX_PAUSE_MILLIS = 20;

  private final Path file;
  private @Nullable OpenFile open;

  /// The file is opened with the first lock.
  public StoreLocks(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /// Takes a lock that nobody else, in any process, can hold at the same time.
  public Held exclusive(String name) throws IOException {
    return waiting(name, false);
  }

  /// Takes a lock that others may share.
  public Held shared(String name) throws IOException {
    return waiting(name, true);
  }

  /// Takes an exclusive lock if nobody holds it.
  public Optional<Held> tryExclusive(String name) throws IOException {
    return attempt(name, false);
  }

  private Held waiting(String name, boolean shared) throws IOException {
    long pause = 1;
    while (true) {
      Optional<Held> held = attempt(name, shared);
      if (held.isPresent()) {
        return held.get();
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("waiting for the store's lock '" + name + "'");
      }
      pause = Math.min(MAX_PAUSE_MILLIS, pause * 2);
    }
  }

  private Optional<Held> attempt(String name, boolean shared) throws IOException {
    long position = position(name);
    GUARD.lock();
    try {
      OpenFile f = open();
      Range range = f.ranges.get(position);
      if (range != null) {
        if (!shared || !range.lock.isShared()) {
          return Optional.empty();
        }
        range.holders++;
        return Optional.of(new Holder(f, position));
      }
      FileLock lock = f.channel.tryLock(position, 1, shared);
      if (lock == null) {
        return Optional.empty();
      }
      f.ranges.put(position, new Range(lock));
      return Optional.of(new Holder(f, position));
    } finally {
      GUARD.unlock();
    }
  }

  private OpenFile open() throws IOException {
    OpenFile mine = open;
    if (mine == null) {
      mine = OPEN.get(file);
      if (mine == null) {
        mine = new OpenFile(channel());
        OPEN.put(file, mine);
      }
      mine.users++;
      open = mine;
    }
    return mine;
  }

  private FileChannel channel() throws IOException {
    try {
      return AtomicFiles.open(file);
    } catch (IOException e) {
      throw AtomicFiles.explained("locking the store '" + file.getParent() + "'", e);
    }
  }

  /// Where in the file a lock is: a hash of its name (FNV-1a, then a finalizer that spreads it over
  /// all bits), the same in every process. Nobody else chooses names, so nothing stronger is
  /// needed, and the security providers of Java stay unloaded in commands that hash nothing.
  static long position(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (hash ^ (hash >>> 33)) & (Long.MAX_VALUE >> 1);
  }

  private static final class Holder implements Held {
    private final OpenFile file;
    private final long position;
    private boolean held = true;

    Holder(OpenFile file, long position) {
      this.file = file;
      this.position = position;
    }

    @Override
    public void close() throws IOException {
      GUARD.lock();
      try {
        if (!held) {
          return;
        }
        held = false;
        Range range = file.ranges.get(position);
        if (range != null && --range.holders == 0) {
          file.ranges.remove(position);
          range.lock.release();
        }
      } finally {
        GUARD.unlock();
      }
    }
  }

  /// Lets go of the file; locks still held by others in this process stay.
  @Override
  public void close() throws IOException {
    GUARD.lock();
    try {
      OpenFile mine = open;
      open = null;
      if (mine != null && --mine.users == 0) {
        OPEN.remove(file);
        mine.channel.close();
      }
    } finally {
      GUARD.unlock();
    }
  }
}
