package dev.jbuild.registry.client.http;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import okhttp3.Request;

/// `GET /v2/`: is this a registry, and does it accept us?
///
/// Follows the OCI distribution specification, "Determining Support".
final class PingRegistry {
  private final Session session;

  PingRegistry(Session session) {
    this.session = session;
  }

  void run(String domain, String what) throws RegistryException {
    Task task = session.task(domain, what, "the registry interface '/v2/'");
    Request request = new Request.Builder().url(task.endpoint().base()).build();
    session.<Boolean>message(
        task,
        Scope.NONE,
        request,
        response -> {
          if (response.code() != 200) {
            throw session.failure(task, response);
          }
          Session.refuseWebPage(task, response);
          return true;
        });
  }
}
