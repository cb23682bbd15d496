package dev.jbuild.registry.client.http;

import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.util.List;
import okhttp3.Request;

/// `GET /v2/NAME/tags/list`, page by page.
///
/// Follows the OCI distribution specification, "Listing Tags".
final class ListTags {
  private final Session session;

  ListTags(Session session) {
    this.session = session;
  }

  List<String> run(Reference repository) throws RegistryException {
    String name = repository.familiarRepository();
    Task task =
        session.task(
            repository.domain(), "list the tags of '" + name + "'", "repository '" + name + "'");
    Request request =
        new Request.Builder()
            .url(task.endpoint().v2(repository.path() + "/tags/list").build())
            .build();
    return new Pages(session, task, Scope.pull(repository.path()))
        .all(request, "list of tags", page -> page.strings("tags"));
  }
}
