package dev.jbuild.layer.cas;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.ContentStore;
import dev.jbuild.layer.ContentWriter;
import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Durability;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.file.StoreLocks;
import dev.jbuild.layer.file.StorePaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Content as files named by their digests.
///
/// A writer fills a file of its session, or one in `ingest/` when it can be resumed, and renames it
/// into place once the digest is right. Durability comes with [Durability#sync()], not before.
/// Content that is stored again is touched, so that a lease covers it from then on.
public final class DiskContentStore implements ContentStore {
  private static final int BUFFER = 64 << 10;

  private final StorePaths paths;
  private final StoreLocks locks;
  private final Session session;
  private final Durability durability;

  public DiskContentStore(
      StorePaths paths, StoreLocks locks, Session session, Durability durability) {
    this.paths = paths;
    this.locks = locks;
    this.session = session;
    this.durability = durability;
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    try {
      return OptionalLong.of(Files.size(paths.content(digest)));
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  @Override
  public InputStream open(Digest digest) throws IOException {
    try {
      return Channels.newInputStream(
          FileChannel.open(paths.content(digest), StandardOpenOption.READ));
    } catch (NoSuchFileException _) {
      throw new ContentException.NotFound(digest, "content");
    }
  }

  @Override
  public byte[] read(Digest digest, int limit) throws IOException {
    long size = size(digest).orElseThrow(() -> new ContentException.NotFound(digest, "content"));
    if (size > limit) {
      throw new ContentException.Corrupt(
          "content " + digest, "it has %d bytes, more than %d".formatted(size, limit));
    }
    byte[] bytes;
    try (InputStream in = open(digest)) {
      bytes = in.readNBytes(limit);
    }
    MessageDigest hash = digest.algorithm().newHash();
    hash.update(bytes);
    if (!Digest.of(digest.algorithm(), hash).equals(digest)) {
      throw new ContentException.Corrupt(
          paths.content(digest),
          "its bytes do not have its digest; remove the image and pull or build it again");
    }
    return bytes;
  }

  @Override
  public Digest put(byte[] bytes) throws IOException {
    Digest digest = Digest.sha256(bytes);
    if (!touch(digest)) {
      Path target = paths.content(digest);
      try (Session.Publication _ = session.publishing()) {
        AtomicFiles.replace(target, session.temporary(), bytes, false);
        durability.wrote(target);
      }
    }
    return digest;
  }

  @Override
  public void ingest(InputStream bytes, Digest digest, long size) throws IOException {
    if (touch(digest)) {
      return;
    }
    try (ContentWriter writer = writer()) {
      byte[] buffer = new byte[BUFFER];
      for (int got = bytes.read(buffer); got >= 0; got = bytes.read(buffer)) {
        writer.write(buffer, 0, got);
      }
      writer.commit(digest, size);
    }
  }

  @Override
  public Optional<ContentWriter> writer(Digest digest) throws IOException, InterruptedException {
    while (true) {
      if (touch(digest)) {
        return Optional.empty();
      }
      Optional<StoreLocks.Held> lock = locks.tryExclusive(ingestLock(digest));
      if (lock.isEmpty()) {
        Thread.sleep(20);
        continue;
      }
      if (touch(digest)) {
        lock.get().close();
        return Optional.empty();
      }
      try {
        AtomicFiles.directory(paths.ingests());
        Path part = paths.ingest(digest);
        return Optional.of(
            DiskContentWriter.resume(this, part, AtomicFiles.open(part), digest, lock.get()));
      } catch (IOException e) {
        lock.get().close();
        throw AtomicFiles.explained("storing content " + digest, e);
      }
    }
  }

  private static String ingestLock(Digest digest) {
    return "ingest/" + digest;
  }

  @Override
  public ContentWriter writer() throws IOException {
    Path temporary = session.temporary();
    try {
      return DiskContentWriter.start(this, temporary, AtomicFiles.create(temporary));
    } catch (IOException e) {
      throw AtomicFiles.explained("storing content", e);
    }
  }

  /// Gives a finished file its name.
  void publish(Path finished, Digest digest) throws IOException {
    Path target = paths.content(digest);
    try (Session.Publication _ = session.publishing()) {
      // not the time of the last bytes, by which nobody would see that they are not forced
      Files.setLastModifiedTime(finished, FileTime.from(Instant.now()));
      AtomicFiles.move(finished, target);
      durability.wrote(target);
    }
  }

  /// Marks content as wanted from now on.
  ///
  /// @return whether it is there
  public boolean touch(Digest digest) throws IOException {
    Path path = paths.content(digest);
    FileTime unforced = session.unforcedSince();
    try (StoreLocks.Held _ = locks.shared(Session.GC)) {
      FileTime written = Files.getLastModifiedTime(path);
      // Setting any time sets the time of status change, which garbage collection looks at.
      Files.setLastModifiedTime(path, written);
      if (written.compareTo(unforced) >= 0) {
        durability.reused(path, false);
      }
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public void verify(Digest digest) throws IOException {
    MessageDigest hash = digest.algorithm().newHash();
    long size = 0;
    try (InputStream in = open(digest)) {
      byte[] buffer = new byte[BUFFER];
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        hash.update(buffer, 0, got);
        size += got;
      }
    }
    Digest actual = Digest.of(digest.algorithm(), hash);
    if (!actual.equals(digest)) {
      throw new ContentException.DigestMismatch(
          "content file '" + paths.content(digest) + "'", digest, actual, size);
    }
  }

  @Override
  public boolean delete(Digest digest) throws IOException {
    return Files.deleteIfExists(paths.content(digest));
  }

  @Override
  public List<Digest> list() throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(paths.contents(algorithm))) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          if (name.length() == algorithm.hexLength()) {
            digests.add(new Digest(algorithm, name));
          }
        }
      } catch (NoSuchFileException _) {
        // nothing stored with this algorithm yet
      } catch (IllegalArgumentException e) {
        throw new ContentException.Corrupt(
            paths.contents(algorithm), "it holds a file that is no content: " + e.getMessage());
      }
    }
    digests.sort(null);
    return digests;
  }

  /// Removes unfinished content that nobody is writing and that was last written before `before`.
  ///
  /// @return the bytes given back
  public long removeUnfinished(FileTime before) throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(paths.ingests(), "sha*-*")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName()).replace('-', ':');
        Optional<StoreLocks.Held> lock = locks.tryExclusive("ingest/" + name);
        if (lock.isPresent()) {
          try (StoreLocks.Held _ = lock.get()) {
            long size = Files.size(file);
            if (Files.getLastModifiedTime(file).compareTo(before) < 0
                && Files.deleteIfExists(file)) {
              bytes += size;
            }
          }
        }
      }
    } catch (NoSuchFileException _) {
      return bytes;
    }
    return bytes;
  }
}
