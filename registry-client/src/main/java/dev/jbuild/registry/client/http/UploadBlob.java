package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobSource;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.transport.Task;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Uploads a blob: `POST` to begin, one `PUT` with all bytes, or, where a registry or a proxy
/// before it takes only so much at once (413), a `PATCH` for each chunk and an empty `PUT`. After a
/// break it asks the registry how far it got and sends the rest with `PATCH`, or begins anew.
///
/// Follows the OCI distribution specification, "Pushing blobs", "POST then PUT" and "Pushing a blob
/// in chunks".
final class UploadBlob {
  private static final int MAX_BREAKS = 50;

  private final Session session;

  UploadBlob(Session session) {
    this.session = session;
  }

  void run(Reference repository, Descriptor blob, BlobSource source, LongConsumer progress)
      throws RegistryException {
    String name = repository.familiarRepository();
    Task task =
        session.task(
            repository.domain(),
            "push blob " + blob.digest() + " to '" + name + "'",
            "repository '" + name + "', or the upload,");
    UploadSession upload =
        new UploadSession(
            session, task, repository, blob, source, progress, session.settings().uploadChunk());
    UploadSession.Position position = null;
    int fruitless = 0;
    for (int breaks = 0; ; breaks++) {
      long before = position == null ? 0 : position.offset();
      try {
        if (position == null) {
          position = upload.begin();
        }
        upload.send(position);
        return;
      } catch (RegistryException e) {
        boolean tooMuch = e.status() == 413 && position != null;
        if (breaks >= MAX_BREAKS || (tooMuch ? !upload.shrink() : !worthAnotherTry(e, position))) {
          throw e;
        }
        Optional<UploadSession.Position> reached =
            position == null || mustRestart(e) ? Optional.empty() : upload.reached(position);
        boolean advanced = reached.isPresent() && reached.get().offset() > before;
        fruitless = advanced ? 1 : fruitless + 1;
        if (!tooMuch) {
          pause(task, fruitless, e);
        }
        if (reached.isEmpty() && new HeadBlob(session).run(repository, blob.digest())) {
          return;
        }
        position = reached.orElse(null);
      }
    }
  }

  private void pause(Task task, int fruitless, RegistryException e) throws RegistryException {
    if (e.temporary()) {
      session.retry().pauseOrThrow(task, fruitless, e);
    } else if (fruitless >= Math.max(2, session.settings().retry().attempts())) {
      throw e;
    }
  }

  /// Whether the upload may succeed when it is resumed or begun anew. A wrong digest may come from
  /// a registry that counted bytes of a broken request twice, hence only after a resumption.
  private static boolean worthAnotherTry(
      RegistryException e, UploadSession.@org.jspecify.annotations.Nullable Position position) {
    if (e.temporary()) {
      return true;
    }
    boolean resumed = position != null && position.offset() > 0;
    return position != null
        && (e.status() == 404 || e.status() == 416 || (e.status() == 400 && resumed))
        && e.reason() != Reason.DENIED;
  }

  private static boolean mustRestart(RegistryException e) {
    return e.status() == 404 || e.status() == 400;
  }
}
