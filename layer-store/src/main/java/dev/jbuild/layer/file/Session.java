package dev.jbuild.layer.file;

import dev.jbuild.layer.LayerId;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A process's own corner of the store: temporary files, drafts and leases.
///
/// It is made with the first thing put into it. A lock held for the life of the process says that
/// it is in use; what a dead process leaves is removed by the next one that makes a session, and by
/// garbage collection. `guard` guards the making of the directory; other sessions are looked at
/// under it once.
public final class Session implements AutoCloseable {
  /// Looks at what may not have reached the disk before a power failure.
  public interface Recovery {
    /// After a session that was in use then.
    ///
    /// @param since when the session began; what is older was safe before
    void run(FileTime since) throws IOException;

    /// Unpacks the trees of layers again that are not whole.
    void trees(Set<LayerId> layers) throws IOException;
  }

  /// The time in which something gets its name in the store.
  public interface Publication extends AutoCloseable {
    @Override
    void close();
  }

  /// The lock that garbage collection holds while it decides and removes, and others share while
  /// they mark what they want.
  public static final String GC = "gc";

  private static final String LEASE = "lease-";
  private static final String BOOT = "boot";

  private final StorePaths paths;
  private final StoreLocks locks;
  private final Durability durability;
  private final Recovery recovery;
  private final AtomicLong counter = new AtomicLong();
  private final ReentrantLock guard = new ReentrantLock();
  private final UnforcedMark mark = new UnforcedMark();
  private @Nullable Path directory;
  private FileTime unforced = FileTime.fromMillis(0);
  private StoreLocks.@Nullable Held held;

  public Session(StorePaths paths, StoreLocks locks, Durability durability, Recovery recovery) {
    this.paths = paths;
    this.locks = locks;
    this.durability = durability;
    this.recovery = recovery;
  }

  /// A name in the session that nobody else uses; nothing is made there.
  public Path temporary() throws IOException {
    return directory().resolve("t" + counter.incrementAndGet());
  }

  /// A new lease file; its time is when the lease began.
  public Path lease(String reason) throws IOException {
    Path lease = directory().resolve(LEASE + counter.incrementAndGet());
    Files.writeString(lease, reason + "\n");
    return lease;
  }

  /// Begins to publish something that others may rely on. It is noted as pending before that ends.
  public Publication publishing() throws IOException {
    mark.begin(directory());
    return mark::end;
  }

  /// Waits until all that was noted is on stable storage.
  public void sync() throws IOException {
    sync(List.of());
  }

  /// Waits until all that was noted, and these files, are on stable storage.
  ///
  /// @param unnamed files whose names need not be
  public void sync(List<Path> unnamed) throws IOException {
    durability.sync(unnamed);
    guard.lock();
    try {
      if (directory != null) {
        mark.forced(directory, durability);
      }
    } finally {
      guard.unlock();
    }
  }

  /// What was published before this time, by this process or another one, is on stable storage.
  public FileTime unforcedSince() throws IOException {
    guard.lock();
    try {
      var _ = directory();
      return unforced;
    } finally {
      guard.unlock();
    }
  }

  /// When this session began, or when another one that is in use published the first of what it has
  /// not forced yet.
  private FileTime unforcedSince(Path own) throws IOException {
    FileTime since = Files.getLastModifiedTime(own.resolve(BOOT));
    for (Path session : all()) {
      try {
        FileTime time = Files.getLastModifiedTime(session.resolve(UnforcedMark.NAME));
        if (time.compareTo(since) < 0 && isAlive(session)) {
          since = time;
        }
      } catch (NoSuchFileException _) {
        // it has forced all
      }
    }
    return since;
  }

  private Path directory() throws IOException {
    guard.lock();
    try {
      Path d = directory;
      if (d == null) {
        d = begin();
        directory = d;
        unforced = unforcedSince(d);
        for (Path dead : dead()) {
          bury(dead);
        }
        durability.recover(locks, recovery);
      }
      return d;
    } finally {
      guard.unlock();
    }
  }

  private Path begin() throws IOException {
    AtomicFiles.directory(paths.sessions());
    long pid = ProcessHandle.current().pid();
    for (int n = 0; ; n++) {
      String name = pid + "-" + n;
      Optional<StoreLocks.Held> lock = locks.tryExclusive(lockName(name));
      if (lock.isEmpty()) {
        continue;
      }
      Path d = paths.sessions().resolve(name);
      if (Files.exists(d)) { // of a dead process with our number
        lock.get().close();
        continue;
      }
      AtomicFiles.directory(d);
      Files.writeString(d.resolve(BOOT), BootId.current().text());
      held = lock.get();
      return d;
    }
  }

  private static String lockName(String session) {
    return "session/" + session;
  }

  /// Whether a session surely began before the machine was started. Nobody is in it, but somebody
  /// may be recovering what it wrote, and must be waited for.
  private static boolean isOfAnotherBoot(Path session) throws IOException {
    try {
      BootId boot = new BootId(Files.readString(session.resolve(BOOT)));
      BootId current = BootId.current();
      return !boot.text().isEmpty() && boot.isKnown() && current.isKnown() && !boot.equals(current);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// When the oldest lease of a living process began, over all processes; none when there is none.
  public Optional<FileTime> oldestLease() throws IOException {
    FileTime oldest = null;
    for (Path session : all()) {
      for (Path lease : children(session)) {
        if (!name(lease).startsWith(LEASE)) {
          continue;
        }
        try {
          FileTime time = Files.getLastModifiedTime(lease);
          if ((oldest == null || time.compareTo(oldest) < 0) && isAlive(session)) {
            oldest = time;
          }
        } catch (NoSuchFileException _) {
          // closed meanwhile
        }
      }
    }
    return Optional.ofNullable(oldest);
  }

  /// The sessions of processes that are gone.
  public List<Path> dead() throws IOException {
    List<Path> dead = new ArrayList<>();
    for (Path session : all()) {
      if (!isAlive(session)) {
        dead.add(session);
      }
    }
    return dead;
  }

  /// Clears what killed processes and a power failure left, as whoever writes does first.
  public void recover() throws IOException {
    if (durability.isToRecover()) {
      var _ = directory();
    }
    for (Path dead : dead()) {
      bury(dead);
    }
  }

  private boolean isAlive(Path session) throws IOException {
    if (isOfAnotherBoot(session)) {
      return false;
    }
    Optional<StoreLocks.Held> lock = locks.tryExclusive(lockName(name(session)));
    if (lock.isEmpty()) {
      return true;
    }
    lock.get().close();
    return false;
  }

  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// Removes what a dead process left. What it had published may not have reached the disk: it is
  /// forced there first, or checked if the machine went down since.
  ///
  /// @return whether there was something to remove
  public boolean bury(Path session) throws IOException {
    var _ = directory(); // recovering needs it, and the first use of it buries as well
    String name = lockName(name(session));
    Optional<StoreLocks.Held> lock =
        isOfAnotherBoot(session) ? Optional.of(locks.exclusive(name)) : locks.tryExclusive(name);
    if (lock.isEmpty()) {
      return false;
    }
    try (StoreLocks.Held _ = lock.get()) {
      if (!Files.exists(session)) {
        return false;
      }
      Path boot = session.resolve(BOOT);
      if (Files.exists(boot)) { // else it ended before anything else was written
        if (Files.readString(boot).equals(BootId.current().text())) {
          durability.wroteTree();
          durability.sync(List.of());
        } else {
          recovery.run(Files.getLastModifiedTime(boot));
        }
      }
      removeTree(session);
      return true;
    }
  }

  /// Removes a file or a directory with all it holds.
  public static void removeTree(Path path) throws IOException {
    if (Files.isRegularFile(path) || removeFlat(path)) {
      Files.deleteIfExists(path);
      return;
    }
    Path parent = AtomicFiles.directoryOf(path.toAbsolutePath());
    try (Fd directory = Opening.directory(parent)) {
      Nodes.removeTree(directory, name(path));
    }
  }

  /// Empties a directory that has only files in it, as most sessions do, without native calls.
  ///
  /// @return whether the path is now an empty directory or nothing
  private static boolean removeFlat(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    boolean flat = true;
    for (Path child : children(directory)) {
      if (Files.isDirectory(child, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        flat = false;
      } else {
        Files.deleteIfExists(child);
      }
    }
    return flat;
  }

  private List<Path> all() throws IOException {
    List<Path> sessions = new ArrayList<>();
    for (Path child : children(paths.sessions())) {
      if (name(child).indexOf('-') >= 0) {
        sessions.add(child);
      }
    }
    return sessions;
  }

  static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        children.add(child);
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /// Ends the session; what was published is on stable storage then.
  @Override
  public void close() throws IOException {
    guard.lock();
    try {
      Path d = directory;
      if (d != null) {
        sync();
      }
      StoreLocks.Held h = held;
      directory = null;
      held = null;
      if (d != null) {
        removeTree(d);
      }
      if (h != null) {
        h.close();
      }
    } finally {
      guard.unlock();
    }
  }
}
