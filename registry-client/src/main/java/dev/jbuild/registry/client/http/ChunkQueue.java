package dev.jbuild.registry.client.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bytes on their way from the thread that makes them to the one that sends them, 4 MiB at most.
///
/// The lock guards the fields; nothing is read, written or copied under it.
final class ChunkQueue {
  static final int CHUNK = 128 << 10;
  private static final int MOST = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Chunk> full = new ArrayDeque<>();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private boolean ended;
  private boolean refused;

  /// The first `count` of some bytes.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chunk(byte[] bytes, int count) {}

  /// Adds a copy of bytes, or drops them when the other side wants no more.
  void put(byte[] bytes, int offset, int length) throws InterruptedException {
    for (int done = 0; done < length; ) {
      byte[] room = room();
      if (room == null) {
        return;
      }
      int count = Math.min(CHUNK, length - done);
      System.arraycopy(bytes, offset + done, room, 0, count);
      add(new Chunk(room, count));
      done += count;
    }
  }

  private byte @Nullable [] room() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (full.size() >= MOST && !refused) {
        changed.await();
      }
      byte[] used = free.poll();
      return refused ? null : used == null ? new byte[CHUNK] : used;
    } finally {
      lock.unlock();
    }
  }

  private void add(Chunk chunk) {
    lock.lock();
    try {
      full.add(chunk);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Says that nothing more comes.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Says that nothing more is wanted.
  void refuse() {
    lock.lock();
    try {
      refused = true;
      full.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next chunk, which must be given [#back]; null at the end.
  @Nullable Chunk take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (full.isEmpty() && !ended) {
        changed.await();
      }
      return full.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Gives the memory of a chunk back.
  void back(Chunk chunk) {
    lock.lock();
    try {
      free.add(chunk.bytes());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
