package dev.jbuild.registry.client.http;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.util.List;
import okhttp3.Request;

/// `GET /v2/_catalog`, page by page: the repositories of a registry.
///
/// Follows Docker's registry, whose interface it is; the OCI specification has none.
final class ListCatalog {
  private final Session session;

  ListCatalog(Session session) {
    this.session = session;
  }

  List<String> run(String domain) throws RegistryException {
    Task task =
        session.task(
            domain, "list the repositories of registry '" + domain + "'", "a list of repositories");
    Request request = new Request.Builder().url(task.endpoint().v2("_catalog").build()).build();
    return new Pages(session, task, Scope.catalog())
        .all(request, "list of repositories", page -> page.strings("repositories"));
  }
}
