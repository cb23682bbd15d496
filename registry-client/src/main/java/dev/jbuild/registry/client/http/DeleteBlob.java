package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import okhttp3.Request;

/// `DELETE /v2/NAME/blobs/DIGEST`.
///
/// Follows the OCI distribution specification, "Deleting Blobs".
final class DeleteBlob {
  private final Session session;

  DeleteBlob(Session session) {
    this.session = session;
  }

  void run(Reference repository, Digest blob) throws RegistryException {
    String named = "blob " + blob + " of '" + repository.familiarRepository() + "'";
    Task task = session.task(repository.domain(), "delete " + named, named);
    Request request =
        new Request.Builder()
            .url(task.endpoint().v2(repository.path() + "/blobs/" + blob).build())
            .delete()
            .build();
    session.<Boolean>message(
        task,
        Scope.delete(repository.path()),
        request,
        response -> {
          if (response.code() != 202 && response.code() != 200 && response.code() != 204) {
            throw session.failure(task, response);
          }
          Session.refuseWebPage(task, response);
          return true;
        });
  }
}
