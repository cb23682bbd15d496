package dev.jbuild.cli.wiring;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A value made when it is first asked for, once. Safe for many threads; the lock guards the
/// making, which may look up files.
final class OnDemand<T> {
  private final Maker<T> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T value;

  /// Makes the value.
  @FunctionalInterface
  interface Maker<T> {
    T make() throws IOException;
  }

  OnDemand(Maker<T> maker) {
    this.maker = maker;
  }

  T get() throws IOException {
    lock.lock();
    try {
      T made = value;
      if (made == null) {
        made = maker.make();
        value = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  /// The value when it was made; null when nobody has asked yet.
  @Nullable T ifMade() {
    lock.lock();
    try {
      return value;
    } finally {
      lock.unlock();
    }
  }
}
