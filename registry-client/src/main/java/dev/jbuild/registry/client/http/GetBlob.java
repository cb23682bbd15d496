package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Traffic;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/// `GET /v2/NAME/blobs/DIGEST`, from an offset on.
///
/// Follows the OCI distribution specification, "Pulling blobs", and RFC 9110, "Range Requests". A
/// registry that ignores the range is read from the start and the front is thrown away.
final class GetBlob {
  private static final int SKIPPED_AT_ONCE = 64 << 10;

  private final Session session;

  GetBlob(Session session) {
    this.session = session;
  }

  InputStream run(Reference repository, Descriptor blob, long offset) throws RegistryException {
    if (offset < 0 || offset > blob.size()) {
      throw new IllegalArgumentException(
          "offset %d is outside of blob %s of %d bytes"
              .formatted(offset, blob.digest(), blob.size()));
    }
    if (offset == blob.size()) {
      return InputStream.nullInputStream();
    }
    String name = repository.familiarRepository();
    Task task =
        session.task(
            repository.domain(),
            "fetch blob " + blob.digest() + " of '" + name + "'",
            "blob " + blob.digest() + " of '" + name + "'");
    Request request =
        new Request.Builder()
            .url(task.endpoint().v2(repository.path() + "/blobs/" + blob.digest()).build())
            .header("Accept-Encoding", "identity")
            .build();
    ResumingBlobStream.Opener opener =
        position -> open(task, Scope.pull(repository.path()), request, position, blob.size());
    Response first = session.retry().run(task, () -> opener.open(offset));
    return new ResumingBlobStream(session, task, opener, first, offset, blob.size());
  }

  private Response open(Task task, Scope scope, Request request, long offset, long size)
      throws RegistryException {
    Request ranged =
        offset == 0
            ? request
            : request.newBuilder().header("Range", "bytes=" + offset + "-").build();
    Response response = session.send(task, scope, ranged, Traffic.DOWNLOAD);
    if (response.code() == 416 && offset > 0) {
      // It has the blob, perhaps, but no part of it: read it from the start.
      response.close();
      response = session.send(task, scope, request, Traffic.DOWNLOAD);
    }
    try {
      check(task, ranged, response, offset, size);
      return response;
    } catch (IOException e) {
      response.close();
      throw session.failure(task, ranged, e);
    }
  }

  private void check(Task task, Request request, Response response, long offset, long size)
      throws IOException {
    if (response.code() == 206 && offset > 0) {
      Optional<ContentRange> range = ContentRange.parse(response.header("Content-Range"));
      if (range.isEmpty() || !range.get().continues(offset, size)) {
        throw Session.malformed(task, request, "another range of the blob than asked for");
      }
      checkLength(task, request, response, size - offset);
    } else if (response.code() == 200) {
      checkLength(task, request, response, size);
      skip(response.body().byteStream(), offset);
    } else {
      throw session.failure(task, response);
    }
  }

  private void skip(InputStream in, long count) throws IOException {
    Pace pace = new Pace(session.settings().idleTimeout());
    byte[] chunk = new byte[(int) Math.min(count, SKIPPED_AT_ONCE)];
    long rest = count;
    while (rest > 0) {
      int skipped = pace.read(in, chunk, 0, (int) Math.min(rest, chunk.length));
      if (skipped < 0) {
        throw new EOFException("it ended before the blob did");
      }
      rest -= skipped;
    }
  }

  private static void checkLength(Task task, Request request, Response response, long expected)
      throws RegistryException {
    long announced = response.body().contentLength();
    if (announced >= 0 && announced != expected) {
      String encoding = response.header("Content-Encoding");
      throw Session.malformed(
          task,
          request,
          "%d bytes%s where %d were expected"
              .formatted(
                  announced,
                  encoding == null ? "" : " in encoding '" + Redaction.text(encoding) + "'",
                  expected));
    }
  }
}
