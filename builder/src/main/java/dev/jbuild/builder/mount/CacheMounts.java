package dev.jbuild.builder.mount;

import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The directories of cache mounts: one for each id, kept between builds.
///
/// Each use holds a file lock, so that builds in several processes see each other: shared uses hold
/// it together, a locked one alone. A private use that finds the directory taken gets another one
/// of the same id, which is kept too. The lock guards the uses of this process, which the kernel
/// does not tell apart; under it file locks are tried but never waited for.
public final class CacheMounts {
  private static final long RETRY_MILLIS = 20;

  private final Path root;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Use> uses = new HashMap<>();

  /// @param root where the directories are
  public CacheMounts(Path root) {
    this.root = root;
  }

  /// Fills a directory that is to become a cache.
  @FunctionalInterface
  public interface Filler {
    void fill(Path directory) throws IOException, InterruptedException;
  }

  private static final class Use {
    private final FileChannel channel;
    private final boolean shared;
    private int holders = 1;

    Use(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  /// A cache directory in use.
  public final class Held implements AutoCloseable {
    private final Path directory;

    private Held(Path directory) {
      this.directory = directory;
    }

    public Path directory() {
      return directory;
    }

    @Override
    public void close() throws IOException {
      release(directory);
    }
  }

  /// Takes the directory of an id into use; waits while another use forbids it.
  ///
  /// @param filler makes the content of a directory that is not there yet
  public Held acquire(String id, Mount.Sharing sharing, Filler filler)
      throws IOException, InterruptedException {
    String key = Digest.sha256(id.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40);
    Path home = Files.createDirectories(root.resolve(key));
    int copy = 0;
    while (true) {
      Path directory = home.resolve(copy == 0 ? "data" : "data-" + copy);
      if (tryAcquire(directory, sharing == Mount.Sharing.SHARED)) {
        Held held = new Held(directory);
        try {
          fill(directory, filler);
          return held;
        } catch (IOException | InterruptedException e) {
          held.close();
          throw e;
        }
      }
      if (sharing == Mount.Sharing.PRIVATE) {
        copy++;
      } else {
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private boolean tryAcquire(Path directory, boolean shared) throws IOException {
    lock.lock();
    try {
      Use use = uses.get(directory);
      if (use != null) {
        if (use.shared && shared) {
          use.holders++;
          return true;
        }
        return false;
      }
      FileChannel channel =
          locked(directory.resolveSibling(directory.getFileName() + ".lock"), shared);
      if (channel == null) {
        return false;
      }
      uses.put(directory, new Use(channel, shared));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable FileChannel locked(Path file, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by another builder of this process.
    }
    channel.close();
    return null;
  }

  private void release(Path directory) throws IOException {
    lock.lock();
    try {
      Use use = uses.get(directory);
      if (use != null && --use.holders == 0) {
        uses.remove(directory);
        use.channel.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A new cache appears whole: it is filled beside its place and moved there.
  private static void fill(Path directory, Filler filler) throws IOException, InterruptedException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path fresh = Files.createTempDirectory(directory.getParent(), "new");
    filler.fill(fresh);
    try {
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      FileTrees.delete(fresh);
    }
  }
}
