package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.transport.Failures;
import dev.jbuild.registry.client.transport.Task;
import java.util.Optional;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;

/// The upload of one blob whose bytes are all there. Each request is sent once; [UploadBlob]
/// decides what follows a failure.
final class UploadSession {
  private static final long LARGEST_CHUNK = 64 << 20;

  /// What proxies let pass unless they are told otherwise.
  private static final long SMALLEST_CHUNK = 1 << 20;

  private final Task task;
  private final UploadRequests requests;
  private final Descriptor blob;
  private final BlobSource source;
  private final LongConsumer progress;
  private long chunk;

  /// @param chunk the most bytes for one request, 0 for no limit
  UploadSession(
      Session session,
      Task task,
      Reference repository,
      Descriptor blob,
      BlobSource source,
      LongConsumer progress,
      long chunk) {
    this.task = task;
    this.requests = new UploadRequests(session, task, repository);
    this.blob = blob;
    this.source = source;
    this.progress = progress;
    this.chunk = chunk;
  }

  /// Where an upload goes on: the registry's URL for it, and how many bytes it has.
  record Position(HttpUrl location, long offset) {}

  /// `POST uploads/`.
  Position begin() throws RegistryException {
    UploadRequests.Begun begun = requests.begin();
    if (chunk > 0) {
      chunk = Math.max(chunk, begun.smallestChunk());
    }
    return new Position(begun.location(), 0);
  }

  /// Sends smaller chunks from now on, as the registry or a proxy before it found one too large.
  ///
  /// @return false when they cannot be any smaller
  boolean shrink() {
    long refused = chunk == 0 ? blob.size() : Math.min(chunk, blob.size());
    for (long smaller = LARGEST_CHUNK; smaller >= SMALLEST_CHUNK; smaller /= 4) {
      if (smaller < refused) {
        chunk = smaller;
        return true;
      }
    }
    return false;
  }

  /// Sends all that is missing and closes the upload.
  void send(Position start) throws RegistryException {
    Position position = start;
    boolean whole = chunk == 0 || blob.size() <= chunk;
    if (position.offset() == 0 && whole) {
      BlobBody all = new BlobBody(source, 0, blob.size(), progress);
      requests.finish(position.location(), blob.digest(), all);
    } else {
      while (position.offset() < blob.size()) {
        position = append(position);
      }
      requests.finish(position.location(), blob.digest(), UploadRequests.EMPTY);
    }
    progress.accept(blob.size());
  }

  private Position append(Position position) throws RegistryException {
    long rest = blob.size() - position.offset();
    long end = position.offset() + (chunk == 0 ? rest : Math.min(chunk, rest));
    UploadRequests.Appended appended =
        requests.append(
            position.location(),
            position.offset() + "-" + (end - 1),
            new BlobBody(source, position.offset(), end, progress));
    Optional<ContentRange> has = appended.has();
    if (has.isPresent() && has.get().last() > 0 && has.get().last() != end - 1) {
      throw Failures.malformed(
          task,
          "PATCH",
          position.location(),
          "registry '%s' sent that it has %d bytes where %d were sent"
              .formatted(task.endpoint().domain(), has.get().last() + 1, end));
    }
    return new Position(appended.location(), end);
  }

  /// How far the upload got; empty when it must begin anew.
  Optional<Position> reached(Position position) {
    return requests.reached(position.location()).filter(p -> p.offset() <= blob.size());
  }
}
