package dev.jbuild.engine.container;

import dev.jbuild.layer.snapshot.FullCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The making of copies for the roots of containers, which another thread may end: it takes as long
/// as the image is large.
///
/// The lock guards which thread makes one. A thread is interrupted under it, and so never after its
/// copy is done.
final class RootCopies {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread maker;

  /// Fills a container's directory with what its layers show.
  ///
  /// @param lowers layers, topmost first
  /// @throws InterruptedException when [#interrupt()] ended it
  void fill(List<Path> lowers, Path upper) throws IOException, InterruptedException {
    become(Thread.currentThread());
    try {
      FullCopy.fill(lowers, upper);
    } finally {
      become(null);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void become(@Nullable Thread thread) {
    lock.lock();
    try {
      maker = thread;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the copy that is being made.
  ///
  /// @return whether there was one
  boolean interrupt() {
    lock.lock();
    try {
      if (maker == null) {
        return false;
      }
      maker.interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
