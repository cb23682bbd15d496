package dev.jbuild.layer.snapshot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A few threads that do tasks which lead to more tasks, until none is left. The latest task comes
/// first, so that few wait. The first failure ends all.
///
/// The lock guards the waiting tasks, the number of those that are being done, and the failure; no
/// task runs under it.
final class Crew<T> {
  /// Does a task; tasks that follow from it are given to [Crew#add].
  @FunctionalInterface
  interface Work<T> {
    void carryOut(T task) throws IOException;
  }

  private final int size;
  private final Work<T> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<T> waiting = new ArrayDeque<>();
  private int busy;
  private @Nullable Throwable failure;

  Crew(int size, Work<T> work) {
    this.size = size;
    this.work = work;
  }

  void add(T task) {
    lock.lock();
    try {
      waiting.push(task);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Does all tasks that were added, and those that they add.
  ///
  /// @throws InterruptedException when this thread was interrupted; nothing is being done any more
  void run() throws IOException, InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      threads.add(Thread.ofPlatform().daemon().name("copy-" + i).start(this::work));
    }
    InterruptedException interrupted = null;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = e;
          fail(e);
        }
      }
    }
    if (interrupted != null) {
      throw interrupted;
    }
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw (Error) e;
    }
  }

  private void work() {
    for (T task = next(); task != null; task = next()) {
      try {
        work.carryOut(task);
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
      } finally {
        done();
      }
    }
  }

  private @Nullable T next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && busy > 0 && failure == null) {
        changed.awaitUninterruptibly();
      }
      if (waiting.isEmpty() || failure != null) {
        return null;
      }
      busy++;
      return waiting.pop();
    } finally {
      lock.unlock();
    }
  }

  private void done() {
    lock.lock();
    try {
      busy--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable e) {
    lock.lock();
    try {
      if (failure == null) {
        failure = e;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
