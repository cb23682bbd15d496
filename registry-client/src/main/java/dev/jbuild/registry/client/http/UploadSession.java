package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Traffic;
import java.util.Optional;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The requests of one blob's upload. Each is sent once; [UploadBlob] decides what follows a
/// failure.
final class UploadSession {
  private static final RequestBody EMPTY = RequestBody.create(new byte[0], null);
  private static final long LARGEST_CHUNK = 64 << 20;

  /// What proxies let pass unless they are told otherwise.
  private static final long SMALLEST_CHUNK = 1 << 20;

  private final Session session;
  private final Task task;
  private final Reference repository;
  private final Descriptor blob;
  private final BlobSource source;
  private final LongConsumer progress;
  private final Scope scope;
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
    this.session = session;
    this.task = task;
    this.repository = repository;
    this.blob = blob;
    this.source = source;
    this.progress = progress;
    this.scope = Scope.push(repository.path());
    this.chunk = chunk;
  }

  /// Where an upload goes on: the registry's URL for it, and how many bytes it has.
  record Position(HttpUrl location, long offset) {}

  /// `POST uploads/`.
  Position begin() throws RegistryException {
    HttpUrl url = task.endpoint().v2(repository.path() + "/blobs/uploads/").build();
    Request request = new Request.Builder().url(url).post(EMPTY).build();
    return session.once(
        task,
        scope,
        request,
        Traffic.MESSAGE,
        response -> {
          if (response.code() != 202) {
            throw session.failure(task, response);
          }
          chunk = Math.max(chunk, chunk == 0 ? 0 : smallestChunk(response));
          return new Position(location(response, null), 0);
        });
  }

  /// What the registry wants a chunk to have at least, 0 if anything.
  private static long smallestChunk(Response response) {
    String text = response.header("OCI-Chunk-Min-Length");
    return text != null && text.strip().matches("\\d{1,15}") ? Long.parseLong(text.strip()) : 0;
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
      put(position.location(), new BlobBody(source, 0, blob.size(), progress));
      return;
    }
    while (position.offset() < blob.size()) {
      position = patch(position);
    }
    put(position.location(), EMPTY);
  }

  private Position patch(Position position) throws RegistryException {
    long rest = blob.size() - position.offset();
    long end = position.offset() + (chunk == 0 ? rest : Math.min(chunk, rest));
    Request request =
        new Request.Builder()
            .url(position.location())
            .header("Content-Range", position.offset() + "-" + (end - 1))
            .patch(new BlobBody(source, position.offset(), end, progress))
            .build();
    return session.once(
        task,
        scope,
        request,
        Traffic.UPLOAD,
        response -> {
          if (response.code() != 202 && response.code() != 204) {
            throw session.failure(task, response);
          }
          Optional<ContentRange> has = ContentRange.parse(response.header("Range"));
          if (has.isPresent() && has.get().last() > 0 && has.get().last() != end - 1) {
            throw Session.malformed(
                task,
                request,
                "that it has %d bytes where %d were sent".formatted(has.get().last() + 1, end));
          }
          return new Position(location(response, position.location()), end);
        });
  }

  private void put(HttpUrl location, RequestBody body) throws RegistryException {
    HttpUrl url =
        location.newBuilder().setQueryParameter("digest", blob.digest().toString()).build();
    Request request = new Request.Builder().url(url).put(body).build();
    session.<Boolean>once(
        task,
        scope,
        request,
        Traffic.UPLOAD,
        response -> {
          if (response.code() != 201 && response.code() != 204) {
            throw session.failure(task, response);
          }
          Optional<Digest> stored = ManifestRequests.digest(task, response);
          if (stored.isPresent()
              && stored.get().algorithm() == blob.digest().algorithm()
              && !stored.get().equals(blob.digest())) {
            throw Session.malformed(
                task, request, "digest %s for blob %s".formatted(stored.get(), blob.digest()));
          }
          progress.accept(blob.size());
          return true;
        });
  }

  /// `GET location`: how far the upload got; empty when it must begin anew.
  Optional<Position> reached(Position position) {
    Request request = new Request.Builder().url(position.location()).build();
    try {
      return session.once(
          task,
          scope,
          request,
          Traffic.MESSAGE,
          response -> {
            if (response.code() != 204 && response.code() != 200) {
              return Optional.empty();
            }
            long offset =
                ContentRange.parse(response.header("Range"))
                    // "0-0" is what registries say of an empty upload as well as of a single byte.
                    .map(r -> r.first() == 0 && r.last() > 0 ? r.last() + 1 : 0)
                    .orElse(0L);
            return offset > blob.size()
                ? Optional.empty()
                : Optional.of(new Position(location(response, position.location()), offset));
          });
    } catch (RegistryException _) {
      // Not every registry tells: then the upload begins anew.
      return Optional.empty();
    }
  }

  private HttpUrl location(Response response, @Nullable HttpUrl fallback) throws RegistryException {
    String location = response.header("Location");
    HttpUrl url = location == null ? fallback : response.request().url().resolve(location);
    if (url == null) {
      throw Session.malformed(task, response.request(), "no usable address for the upload");
    }
    if (response.request().isHttps() && !url.isHttps()) {
      throw Session.malformed(task, response.request(), "an address without TLS for the upload");
    }
    return url;
  }
}
