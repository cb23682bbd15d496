package dev.jbuild.layer.file;

import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The barrier between writing and publishing: [#sync] returns when all that was noted before is on
/// stable storage.
///
/// A few files are forced one by one, with the directories that name them; a tree, or many files,
/// are forced by one syncfs(2) of the file system. `lock` guards the sets of what is pending and of
/// what was noted before; no I/O happens under it. `barrier` is held over the I/O: a second caller,
/// whose files the first may have taken along, must wait for it too.
public final class Durability {
  /// More files than this are cheaper to force together.
  private static final int FEW = 24;

  /// How many files are remembered as noted before; forgetting them costs another forced write.
  private static final int MAX_KNOWN = 10_000;

  private final Path root;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock barrier = new ReentrantLock();
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> known = new HashSet<>();
  private boolean all;

  public Durability(Path root) {
    this.root = root;
  }

  /// Notes a file that was written and named.
  public void wrote(Path file) {
    lock.lock();
    try {
      know(file);
      note(file);
    } finally {
      lock.unlock();
    }
  }

  /// Notes a file that another process wrote and has perhaps not forced yet, unless it was noted
  /// here before.
  ///
  /// @param withTree whether the file stands for a tree, which has to be forced with it
  public void reused(Path file, boolean withTree) {
    lock.lock();
    try {
      if (know(file)) {
        note(file);
        if (withTree) {
          noteTree();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean know(Path file) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    return known.add(file);
  }

  private void note(Path file) {
    if (!all) {
      files.add(file);
      if (files.size() > FEW) {
        noteTree();
      }
    }
  }

  private void noteTree() {
    all = true;
    files.clear();
  }

  /// Notes that a whole tree was written.
  public void wroteTree() {
    lock.lock();
    try {
      noteTree();
    } finally {
      lock.unlock();
    }
  }

  /// Whether all that was noted is on stable storage.
  boolean isClean() {
    lock.lock();
    try {
      return !all && files.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all that was noted, and these files, are on stable storage.
  ///
  /// @param unnamed files whose names need not be
  void sync(List<Path> unnamed) throws IOException {
    barrier.lock();
    try {
      syncPending(unnamed);
    } finally {
      barrier.unlock();
    }
  }

  private void syncPending(List<Path> unnamed) throws IOException {
    Set<Path> some;
    boolean everything;
    lock.lock();
    try {
      some = new LinkedHashSet<>(files);
      everything = all;
      files.clear();
      all = false;
    } finally {
      lock.unlock();
    }
    try {
      if (everything) {
        syncAll();
      } else {
        force(some);
        for (Path file : unnamed) {
          AtomicFiles.force(file);
        }
      }
    } catch (IOException e) {
      wroteTree(); // what is not known to be safe counts as pending
      throw e;
    }
  }

  private void syncAll() throws IOException {
    try (Fd fd = Opening.directory(root)) {
      fd.syncFileSystem();
    }
  }

  private static void force(Set<Path> some) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Path file : some) {
      if (Files.exists(file)) {
        AtomicFiles.force(file);
        directories.add(AtomicFiles.directoryOf(file));
      }
    }
    for (Path directory : directories) {
      AtomicFiles.force(directory);
    }
  }
}
