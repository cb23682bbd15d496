package dev.jbuild.registry.server.upload;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.store.StorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/// All uploads in progress. A session that this process knows is in memory with its hash state; one
/// from before a restart, or set aside to save memory, comes back from storage when asked for.
public final class Uploads {
  private static final int MAX_LIVE = 4096;

  private final StorageDriver storage;
  private final RandomGenerator random;
  private final long maxBytes;
  private final Semaphore admission;
  private final ConcurrentHashMap<UploadId, UploadSession> live = new ConcurrentHashMap<>();

  /// @param maxBytes the largest blob
  /// @param concurrent how many requests may carry data at once
  public Uploads(StorageDriver storage, RandomGenerator random, long maxBytes, int concurrent) {
    this.storage = storage;
    this.random = random;
    this.maxBytes = maxBytes;
    this.admission = new Semaphore(concurrent);
  }

  /// What is done with a session while no other request can touch it.
  @FunctionalInterface
  public interface Use<T> {
    T with(UploadSession session) throws RegistryFault, IOException;
  }

  /// Starts an upload whose digest is expected to be of the algorithm; another one costs reading
  /// the blob once more.
  public UploadId start(RepositoryName repository, Digest.Algorithm algorithm) throws IOException {
    if (live.size() >= MAX_LIVE) {
      setAside();
    }
    UploadId id = UploadId.random(random);
    storage.uploads().create(repository, id);
    live.put(id, UploadSession.fresh(storage, repository, id, maxBytes, algorithm));
    return id;
  }

  /// Does something with an upload.
  ///
  /// @throws RegistryFault with BLOB_UPLOAD_UNKNOWN when the repository has no such upload, or
  ///   TOOMANYREQUESTS when another request keeps it busy
  public <T> T with(RepositoryName repository, UploadId id, Use<T> use)
      throws RegistryFault, IOException {
    while (true) {
      UploadSession session = find(repository, id);
      if (!session.enter()) {
        live.remove(id, session); // finished or set aside between finding and entering
        continue;
      }
      try {
        return use.with(session);
      } finally {
        if (session.ended()) {
          live.remove(id, session);
        }
        session.leave();
      }
    }
  }

  /// Does something that brings data, unless too many requests do so already.
  public <T> T admitted(RepositoryName repository, UploadId id, Use<T> use)
      throws RegistryFault, IOException {
    if (!admission.tryAcquire()) {
      throw RegistryFault.of(
              ErrorCode.TOOMANYREQUESTS, "the registry takes no more uploads at the moment")
          .withHeader("Retry-After", "1");
    }
    try {
      return with(repository, id, use);
    } finally {
      admission.release();
    }
  }

  /// Drops uploads that nobody touched for long.
  ///
  /// @return how many
  public int expire(InstantSource clock, Duration age) throws IOException {
    setAside();
    return storage.uploads().removeOlderThan(clock.instant().minus(age));
  }

  private UploadSession find(RepositoryName repository, UploadId id)
      throws RegistryFault, IOException {
    UploadSession session = live.get(id);
    if (session == null) {
      OptionalLong size = storage.uploads().size(repository, id);
      if (size.isPresent()) {
        UploadSession revived =
            UploadSession.revived(storage, repository, id, maxBytes, size.getAsLong());
        UploadSession other = live.putIfAbsent(id, revived);
        session = other == null ? revived : other;
      }
    }
    if (session == null || !session.repository().equals(repository)) {
      throw RegistryFault.of(ErrorCode.BLOB_UPLOAD_UNKNOWN).withDetail("upload", id.toString());
    }
    return session;
  }

  private void setAside() {
    live.values().removeIf(UploadSession::setAside);
  }
}
