package dev.jbuild.layer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// Tells other processes that this one has published content or layers that are not on stable
/// storage yet: a file in the session, whose time is when the first of them got its name.
///
/// Who relies on what another process published has to force it, and sees by the mark whether that
/// can be needed. `lock` guards the two fields; under it the mark is made and removed, nothing
/// else.
final class UnforcedMark {
  static final String NAME = "unforced";

  private final ReentrantLock lock = new ReentrantLock();
  private int publishing;
  private boolean marked;

  /// Sets the mark, before something gets its name.
  void begin(Path session) throws IOException {
    lock.lock();
    try {
      if (!marked) {
        Files.createFile(session.resolve(NAME));
        marked = true;
      }
      publishing++;
    } finally {
      lock.unlock();
    }
  }

  /// Ends what [#begin] began; what was published was noted as pending before.
  void end() {
    lock.lock();
    try {
      publishing--;
    } finally {
      lock.unlock();
    }
  }

  /// Removes the mark when nothing is pending.
  void forced(Path session, Durability durability) throws IOException {
    lock.lock();
    try {
      if (marked && publishing == 0 && durability.isClean()) {
        Files.deleteIfExists(session.resolve(NAME));
        marked = false;
      }
    } finally {
      lock.unlock();
    }
  }
}
