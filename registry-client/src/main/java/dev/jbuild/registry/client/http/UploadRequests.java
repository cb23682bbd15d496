package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Traffic;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The requests of an upload, each sent once. What is sent in them, and what follows a failure, is
/// for [UploadSession] and [StreamedUpload].
final class UploadRequests {
  static final RequestBody EMPTY = RequestBody.create(new byte[0], null);

  private final Session session;
  private final Task task;
  private final Reference repository;
  private final Scope scope;

  UploadRequests(Session session, Task task, Reference repository) {
    this.session = session;
    this.task = task;
    this.repository = repository;
    this.scope = Scope.push(repository.path());
  }

  /// An upload that has begun.
  ///
  /// @param smallestChunk what the registry wants a chunk to have at least, 0 if anything
  record Begun(HttpUrl location, long smallestChunk) {}

  /// What the registry says after an appended chunk.
  ///
  /// @param has the bytes it has by now, if it tells
  record Appended(HttpUrl location, Optional<ContentRange> has) {}

  /// `POST uploads/`.
  Begun begin() throws RegistryException {
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
          return new Begun(location(response, null), smallestChunk(response));
        });
  }

  private static long smallestChunk(Response response) {
    String text = response.header("OCI-Chunk-Min-Length");
    return text != null && text.strip().matches("\\d{1,15}") ? Long.parseLong(text.strip()) : 0;
  }

  /// `PATCH location`.
  ///
  /// @param range which bytes these are; null for a body whose length is not known
  Appended append(HttpUrl location, @Nullable String range, RequestBody body)
      throws RegistryException {
    Request.Builder request = new Request.Builder().url(location).patch(body);
    if (range != null) {
      request.header("Content-Range", range);
    }
    return session.once(
        task,
        scope,
        request.build(),
        Traffic.UPLOAD,
        response -> {
          if (response.code() != 202 && response.code() != 204) {
            throw session.failure(task, response);
          }
          return new Appended(
              location(response, location), ContentRange.parse(response.header("Range")));
        });
  }

  /// `PUT location?digest=` with what is still to be sent.
  void finish(HttpUrl location, Digest digest, RequestBody body) throws RegistryException {
    HttpUrl url = location.newBuilder().setQueryParameter("digest", digest.toString()).build();
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
              && stored.get().algorithm() == digest.algorithm()
              && !stored.get().equals(digest)) {
            throw Session.malformed(
                task, request, "digest %s for blob %s".formatted(stored.get(), digest));
          }
          return true;
        });
  }

  /// `GET location`: how far the upload got; empty when it is not there or the registry does not
  /// tell.
  Optional<UploadSession.Position> reached(HttpUrl location) {
    Request request = new Request.Builder().url(location).build();
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
            return Optional.of(new UploadSession.Position(location(response, location), offset));
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
