package dev.jbuild.registry.server.upload;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.store.StorageDriver;
import dev.jbuild.registry.server.store.UploadWriter;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One upload. Its lock is held for a whole request, I/O included: requests of one upload must not
/// mix, and the next one waits a little since a client that lost its connection may be faster than
/// the server in noticing.
///
/// `size` is what is stored, `known` what the client was told of. They differ after a request that
/// broke off. Then a chunk that continues `size` is a resume, a chunk at `known` or a stream
/// without a range is the same request once more and overwrites the rest, anything else is out of
/// order.
public final class UploadSession {
  private static final int BUFFER = 128 << 10;
  private static final long PATIENCE_SECONDS = 5;

  private enum State {
    OPEN,
    SET_ASIDE,
    ENDED
  }

  private final StorageDriver storage;
  private final RepositoryName repository;
  private final UploadId id;
  private final long maxBytes;
  private final RunningHash hash;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.OPEN;
  private long size;
  private long known;
  private boolean torn;

  private UploadSession(
      StorageDriver storage,
      RepositoryName repository,
      UploadId id,
      long maxBytes,
      long size,
      RunningHash hash) {
    this.storage = storage;
    this.repository = repository;
    this.id = id;
    this.maxBytes = maxBytes;
    this.size = size;
    this.hash = hash;
  }

  static UploadSession fresh(
      StorageDriver storage,
      RepositoryName repository,
      UploadId id,
      long maxBytes,
      Digest.Algorithm algorithm) {
    RunningHash hash = new RunningHash(storage.uploads(), repository, id, algorithm);
    return new UploadSession(storage, repository, id, maxBytes, 0, hash);
  }

  static UploadSession revived(
      StorageDriver storage, RepositoryName repository, UploadId id, long maxBytes, long size) {
    RunningHash hash = new RunningHash(storage.uploads(), repository, id, Digest.Algorithm.SHA256);
    return new UploadSession(storage, repository, id, maxBytes, size, hash);
  }

  RepositoryName repository() {
    return repository;
  }

  /// Locks the session for a request.
  ///
  /// @return false when the session is over or was set aside
  boolean enter() throws RegistryFault {
    boolean locked = false;
    try {
      locked = lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!locked) {
      throw RegistryFault.of(ErrorCode.TOOMANYREQUESTS, "another request is using this upload")
          .withHeader("Retry-After", "1");
    }
    if (state != State.OPEN) {
      lock.unlock();
      return false;
    }
    return true;
  }

  void leave() {
    lock.unlock();
  }

  boolean ended() {
    return state == State.ENDED;
  }

  /// Lets go of an idle session; storage has all it needs to come back.
  boolean setAside() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      state = state == State.OPEN ? State.SET_ASIDE : state;
      return true;
    } finally {
      lock.unlock();
    }
  }

  public UploadId id() {
    return id;
  }

  /// How many bytes are stored; the client knows from now on.
  public long status() {
    known = size;
    return size;
  }

  /// Appends a chunk, or all that a stream brings. An empty stream changes nothing.
  ///
  /// @return the size of the upload afterwards
  public long append(Chunk chunk) throws RegistryFault, IOException {
    long offset = offset(chunk);
    long announced = chunk.range().map(ContentRange::length).orElse(chunk.length().orElse(-1));
    if (chunk.length().isPresent() && chunk.length().getAsLong() != announced) {
      throw RegistryFault.of(
          ErrorCode.SIZE_INVALID,
          "content range names %d bytes but content length is %d"
              .formatted(announced, chunk.length().getAsLong()));
    }
    checkLimit(offset + Math.max(announced, 0));
    byte[] buffer = new byte[bufferSize(chunk)];
    int first = chunk.data().read(buffer);
    if (first < 0 && announced <= 0) {
      return status();
    }
    hash.seek(offset);
    size = offset;
    torn = true;
    try (UploadWriter writer = storage.uploads().write(repository, id, offset)) {
      for (int n = first; n >= 0; n = chunk.data().read(buffer)) {
        checkLimit(size + n);
        writer.write(buffer, 0, n);
        hash.update(buffer, n);
        size += n;
      }
    }
    torn = false;
    if (announced >= 0 && size - offset != announced) {
      long received = size - offset;
      cutTo(offset);
      throw RegistryFault.of(
          ErrorCode.SIZE_INVALID,
          "%d bytes were announced but %d came".formatted(announced, received));
    }
    known = size;
    hash.mark();
    return size;
  }

  private static int bufferSize(Chunk chunk) {
    long length = chunk.length().orElse(BUFFER);
    return Math.clamp(length, 512, BUFFER);
  }

  private void cutTo(long offset) throws IOException {
    storage.uploads().write(repository, id, offset).close();
    hash.seek(offset);
    size = offset;
  }

  private long offset(Chunk chunk) throws RegistryFault {
    if (chunk.range().isEmpty()) {
      return known;
    }
    long first = chunk.range().get().first();
    if (first != size && first != known) {
      throw outOfOrder(first);
    }
    return first;
  }

  private RegistryFault outOfOrder(long first) {
    known = size;
    return RegistryFault.of(
            ErrorCode.RANGE_INVALID, "chunk starts at byte %d, expected %d".formatted(first, size))
        .withHeader("Range", rangeHeader(size))
        .withHeader("Location", location(repository, id));
  }

  private void checkLimit(long bytes) throws RegistryFault {
    if (bytes > maxBytes) {
      throw RegistryFault.of(
              ErrorCode.SIZE_INVALID, "blob is larger than the limit of " + maxBytes + " bytes")
          .withStatus(413);
    }
  }

  /// Checks the digest and lets the repository show the blob. A wrong digest ends the upload, too.
  public void finish(Digest expected) throws RegistryFault, IOException {
    if (torn) {
      cutTo(size); // a write that failed may have left a part of its bytes
    }
    Digest actual = hash.digest(expected.algorithm(), size);
    if (!actual.equals(expected)) {
      cancel();
      throw RegistryFault.of(ErrorCode.DIGEST_INVALID)
          .withDetail("digest", expected + " was announced, the content is " + actual);
    }
    storage.uploads().publish(repository, id, expected);
    state = State.ENDED;
    storage.index().linkBlob(repository, expected);
  }

  /// Drops the upload.
  public void cancel() throws IOException {
    state = State.ENDED;
    storage.uploads().remove(repository, id);
  }

  /// Where an upload goes on. Relative to the host, as proxies in front of the registry may know it
  /// by another name and scheme.
  public static String location(RepositoryName repository, UploadId id) {
    return "/v2/" + repository + "/blobs/uploads/" + id;
  }

  /// The specification's way to say how much there is; it has none for nothing, so that an empty
  /// upload reads like one byte, as Docker's registry has it.
  public static String rangeHeader(long size) {
    return "0-" + Math.max(0, size - 1);
  }
}
