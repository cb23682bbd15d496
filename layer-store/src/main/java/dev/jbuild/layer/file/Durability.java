package dev.jbuild.layer.file;

import dev.jbuild.layer.LayerId;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The barrier between writing and publishing: [#sync] returns when all that was noted before is on
/// stable storage.
///
/// A few files are forced one by one, with the directories that name them; a tree, or many files,
/// are forced by one syncfs(2) of the file system. Trees that can be unpacked again are not forced
/// where that takes longer than the files, only a note that says so ([SparedTrees]). `lock` guards
/// the sets of what is pending and of what was noted before; no I/O happens under it. `barrier` is
/// held over the I/O: a second caller, whose files the first may have taken along, must wait for it
/// too.
public final class Durability {
  /// More files than this are cheaper to force together.
  private static final int FEW = 24;

  /// More than these are not remembered one by one.
  private static final int MANY = 1000;

  /// As many files of a tree, or as many bytes, take about as long with others as one file alone.
  private static final int FILES_LIKE_ONE = 100;

  private static final int BYTES_LIKE_ONE = 4 << 20;

  /// How many files are remembered as noted before; forgetting them costs another forced write.
  private static final int MAX_KNOWN = 10_000;

  private final Path root;
  private final SparedTrees notes;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock barrier = new ReentrantLock();
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> known = new HashSet<>();
  private final Map<LayerId, Long> trees = new HashMap<>();
  private final Map<LayerId, Long> spared = new LinkedHashMap<>();
  private boolean all;

  public Durability(StorePaths paths) {
    this.root = paths.root();
    this.notes = new SparedTrees(paths);
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
      if (files.size() > MANY) {
        noteTree();
      }
    }
  }

  private void noteTree() {
    all = true;
    files.clear();
    trees.clear();
    spared.clear();
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

  /// Notes the tree of a layer that may be [#spare]d.
  ///
  /// @param entries how many files and directories it has
  /// @param bytes how much is in them
  public void wroteTree(LayerId layer, long entries, long bytes) {
    lock.lock();
    try {
      if (!all) {
        trees.put(layer, entries / FILES_LIKE_ONE + bytes / BYTES_LIKE_ONE);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Says of a tree that it can be unpacked again from content that was noted here or is on stable
  /// storage. Does nothing for trees that were not noted, or are forced already.
  public void spare(LayerId layer) throws IOException {
    if (!SparedTrees.isPossible()) {
      return;
    }
    lock.lock();
    try {
      Long cost = trees.remove(layer);
      if (cost != null) {
        spared.put(layer, cost);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether a tree was noted here as one of a layer, and nothing was forced since.
  public boolean isPending(LayerId layer) {
    lock.lock();
    try {
      return trees.containsKey(layer) || spared.containsKey(layer);
    } finally {
      lock.unlock();
    }
  }

  /// Whether all that was noted is on stable storage.
  boolean isClean() {
    lock.lock();
    try {
      return !all && files.isEmpty() && trees.isEmpty() && spared.isEmpty();
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
    Set<LayerId> again;
    boolean everything;
    lock.lock();
    try {
      some = new LinkedHashSet<>(files);
      again = new LinkedHashSet<>(spared.keySet());
      everything = all || !trees.isEmpty() || some.size() > Math.max(FEW, cost(spared));
      files.clear();
      trees.clear();
      spared.clear();
      all = false;
    } finally {
      lock.unlock();
    }
    try {
      if (everything || !(again.isEmpty() || notes.isNoted(again))) {
        syncAll();
        return;
      }
      force(some);
      for (Path file : unnamed) {
        AtomicFiles.force(file);
      }
    } catch (IOException e) {
      wroteTree(); // what is not known to be safe counts as pending
      throw e;
    }
  }

  /// How many single files take as long to force as these trees.
  private static long cost(Map<LayerId, Long> trees) {
    long sum = 0;
    for (long cost : trees.values()) {
      sum += cost;
    }
    return sum;
  }

  private void syncAll() throws IOException {
    List<Path> noted = notes.current();
    try (Fd fd = Opening.directory(root)) {
      fd.syncFileSystem();
    }
    SparedTrees.remove(noted);
  }

  /// Forces trees that were spared some time ago, which the kernel has written by itself by then.
  /// For use before much is written.
  public void settle() throws IOException {
    if (notes.isSettled()) {
      syncAll();
    }
  }

  boolean isToRecover() throws IOException {
    return !notes.past().isEmpty();
  }

  /// Has trees looked at that were not forced before the machine went down, unless somebody did.
  ///
  /// @param locks one of them is held meanwhile, so that others wait
  void recover(StoreLocks locks, Session.Recovery recovery) throws IOException {
    if (!isToRecover()) {
      return;
    }
    try (StoreLocks.Held _ = locks.exclusive("unforced")) {
      List<Path> past = notes.past();
      if (!past.isEmpty()) {
        recovery.trees(SparedTrees.layers(past));
        wroteTree();
        sync(List.of());
        SparedTrees.remove(past);
      }
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
