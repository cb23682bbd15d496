package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import okhttp3.Request;

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
              case 200 -> true;
              case 404 -> false;
              default -> throw session.failure(task, response);
            });
  }
}
