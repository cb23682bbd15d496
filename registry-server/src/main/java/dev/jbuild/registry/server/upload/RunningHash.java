package dev.jbuild.registry.server.upload;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.store.UploadStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The hash of an upload so far, computed while bytes pass, with one earlier state kept to go back
/// to. After a restart, or for another algorithm than expected, it is computed from storage.
final class RunningHash {
  private record State(MessageDigest hash, long position) {
    State copy() {
      try {
        return new State((MessageDigest) hash.clone(), position);
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("the platform's SHA-2 must be cloneable", e);
      }
    }
  }

  private final UploadStore store;
  private final RepositoryName repository;
  private final UploadId id;
  private final Digest.Algorithm algorithm;
  private @Nullable MessageDigest hash;
  private long position;
  private @Nullable State marked;

  RunningHash(
      UploadStore store, RepositoryName repository, UploadId id, Digest.Algorithm algorithm) {
    this.store = store;
    this.repository = repository;
    this.id = id;
    this.algorithm = algorithm;
  }

  /// Stands at a position, one that was marked or passed or none at all.
  void seek(long offset) throws IOException {
    if (offset == position && hash != null) {
      return;
    }
    if (offset == 0) {
      hash = algorithm.newHash();
    } else if (marked != null && marked.position == offset) {
      hash = marked.copy().hash;
    } else {
      hash = compute(algorithm, offset);
    }
    position = offset;
  }

  void update(byte[] bytes, int length) {
    MessageDigest current = hash;
    if (current == null) {
      throw new IllegalStateException("seek comes first");
    }
    current.update(bytes, 0, length);
    position += length;
  }

  /// Remembers the present state.
  void mark() {
    MessageDigest current = hash;
    marked = current == null ? null : new State(current, position).copy();
  }

  /// The digest of the first bytes.
  Digest digest(Digest.Algorithm wanted, long length) throws IOException {
    if (wanted != algorithm) {
      return Digest.of(wanted, compute(wanted, length));
    }
    seek(length);
    MessageDigest current = hash;
    hash = null;
    if (current == null) {
      throw new IllegalStateException("seek left no state");
    }
    return Digest.of(wanted, current);
  }

  private MessageDigest compute(Digest.Algorithm wanted, long length) throws IOException {
    MessageDigest fresh = wanted.newHash();
    byte[] buffer = new byte[128 << 10];
    try (InputStream in = store.read(repository, id)) {
      long left = length;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new EOFException("upload %s ends %d bytes early".formatted(id, left));
        }
        fresh.update(buffer, 0, n);
        left -= n;
      }
    }
    return fresh;
  }
}
