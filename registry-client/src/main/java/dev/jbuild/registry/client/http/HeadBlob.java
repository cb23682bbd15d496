package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/// `HEAD /v2/NAME/blobs/DIGEST`: does the repository have a blob?
///
/// Follows the OCI distribution specification, "Checking if content exists in the registry".
final class HeadBlob {
  private final Session session;

  HeadBlob(Session session) {
    this.session = session;
  }

  boolean run(Reference repository, Digest blob) throws RegistryException {
    String name = repository.familiarRepository();
    Task task =
        session.task(
            repository.domain(),
            "look for blob " + blob + " in '" + name + "'",
            "blob " + blob + " of '" + name + "'");
    Request request =
        new Request.Builder()
            .url(task.endpoint().v2(repository.path() + "/blobs/" + blob).build())
            .head()
            .build();
    return session.message(
        task,
        Scope.pull(repository.path()),
        request,
        response ->
            switch (response.code()) {
              case 200 -> isThere(task, blob, response);
              case 404 -> false;
              default -> throw session.failure(task, response);
            });
  }

  /// A blob that is taken for there is not sent, so an answer that cannot be of it must not pass.
  private static boolean isThere(Task task, Digest blob, Response response)
      throws RegistryException {
    Optional<Digest> announced = ManifestRequests.digest(task, response);
    if (announced.isEmpty()) {
      Session.refuseWebPage(task, response);
    } else if (announced.get().algorithm() == blob.algorithm() && !announced.get().equals(blob)) {
      throw Session.malformed(
          task, response.request(), "blob " + announced.get() + " in place of the one asked for");
    }
    return true;
  }
}
