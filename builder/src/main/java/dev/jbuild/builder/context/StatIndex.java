package dev.jbuild.builder.context;

import dev.jbuild.builder.tree.Entry;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Content digests of the files of one context, kept between builds, valid as long as size, times
/// and inode of a file stay the same.
///
/// A file that was changed about when its digest was taken could change again without its times
/// showing it, so its digest is used in this build but not kept: git calls such entries racy. The
/// index is a cache: a missing or damaged one is an empty one, and of two builds that save at once
/// one wins. Safe for use by several threads.
public final class StatIndex {
  private static final int MAGIC = 0x4a425349;
  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 32;

  /// Entries of files that this build did not ask for are kept up to this many.
  private static final int MAX_UNSEEN = 200_000;

  /// Kernel time stamps move in ticks of up to ten milliseconds.
  private static final Duration TICK = Duration.ofMillis(20);

  /// File systems that keep whole seconds show it by times without a fraction; FAT keeps two.
  private static final Duration COARSE = Duration.ofSeconds(2);

  private static final class Known {
    private final long size;
    private final Instant modified;
    private final Instant changed;
    private final long device;
    private final long inode;
    private final byte[] digest;

    Known(long size, Instant modified, Instant changed, long device, long inode, byte[] digest) {
      this.size = size;
      this.modified = modified;
      this.changed = changed;
      this.device = device;
      this.inode = inode;
      this.digest = digest;
    }

    boolean fits(Entry e) {
      return size == e.size()
          && inode == e.inode()
          && device == e.device()
          && changed.equals(e.changed())
          && modified.equals(e.modified());
    }
  }

  private final Path file;
  private final Instant openedAt;
  private final Map<String, Known> stored;
  private final Map<String, Known> fresh = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private StatIndex(Path file, Instant openedAt, Map<String, Known> stored) {
    this.file = file;
    this.openedAt = openedAt;
    this.stored = stored;
  }

  /// Reads an index; an absent or unreadable one is empty.
  ///
  /// @param now the time at which the walk of the context is about to begin
  public static StatIndex open(Path file, Instant now) {
    Map<String, Known> stored = new HashMap<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 18))) {
      if (in.readInt() == MAGIC && in.readInt() == VERSION) {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
          String path = in.readUTF();
          stored.put(path, read(in));
        }
      }
    } catch (NoSuchFileException e) {
      // The first build of this context.
    } catch (IOException | RuntimeException e) {
      stored.clear();
    }
    return new StatIndex(file, now, stored);
  }

  private static Known read(DataInputStream in) throws IOException {
    long size = in.readLong();
    Instant modified = Instant.ofEpochSecond(in.readLong(), in.readInt());
    Instant changed = Instant.ofEpochSecond(in.readLong(), in.readInt());
    long device = in.readLong();
    long inode = in.readLong();
    byte[] digest = new byte[DIGEST_BYTES];
    in.readFully(digest);
    return new Known(size, modified, changed, device, inode, digest);
  }

  /// The digest of a file's content as of its last reading, when the file has not changed since.
  Optional<byte[]> find(Entry entry) {
    Known known = fresh.get(entry.path());
    if (known == null) {
      known = stored.get(entry.path());
      seen.add(entry.path());
    }
    return known != null && known.fits(entry) ? Optional.of(known.digest) : Optional.empty();
  }

  /// Notes a digest that was just taken.
  void put(Entry entry, byte[] digest) {
    fresh.put(
        entry.path(),
        new Known(
            entry.size(),
            entry.modified(),
            entry.changed(),
            entry.device(),
            entry.inode(),
            digest));
  }

  /// Writes what is worth keeping, when anything is new.
  public void save() throws IOException {
    if (fresh.isEmpty()) {
      return;
    }
    Map<String, Known> kept = new HashMap<>(stored);
    if (stored.size() - seen.size() > MAX_UNSEEN) {
      kept.keySet().retainAll(seen);
    }
    fresh.forEach((path, known) -> {
      if (settled(known)) {
        kept.put(path, known);
      } else {
        kept.remove(path);
      }
    });
    Files.createDirectories(file.getParent());
    Path temporary = Files.createTempFile(file.getParent(), "index", ".tmp");
    try {
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 18))) {
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(kept.size());
        for (Map.Entry<String, Known> e : kept.entrySet()) {
          out.writeUTF(e.getKey());
          write(out, e.getValue());
        }
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(DataOutputStream out, Known known) throws IOException {
    out.writeLong(known.size);
    out.writeLong(known.modified.getEpochSecond());
    out.writeInt(known.modified.getNano());
    out.writeLong(known.changed.getEpochSecond());
    out.writeInt(known.changed.getNano());
    out.writeLong(known.device);
    out.writeLong(known.inode);
    out.write(known.digest);
  }

  /// Whether a later change of the file is sure to show in its times.
  private boolean settled(Known known) {
    boolean coarse = isWhole(known.changed) && isWhole(known.modified);
    return known.changed.plus(coarse ? COARSE : TICK).isBefore(openedAt);
  }

  private static boolean isWhole(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).equals(time);
  }
}
