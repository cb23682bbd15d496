package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import dev.jbuild.registry.client.transport.Traffic;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// `POST /v2/NAME/blobs/uploads/?mount=DIGEST&from=OTHER`: takes a blob over from another
/// repository.
///
/// Follows the OCI distribution specification, "Mounting a blob from another repository". A
/// registry that does not mount starts an upload instead, which is given up again.
final class MountBlob {
  private final Session session;

  MountBlob(Session session) {
    this.session = session;
  }

  boolean run(Reference repository, Digest blob, Reference source) throws RegistryException {
    if (!repository.domain().equals(source.domain())) {
      throw new IllegalArgumentException(
          "'%s' and '%s' are not in one registry".formatted(repository, source));
    }
    Task task =
        session.task(
            repository.domain(),
            "mount blob %s from '%s' into '%s'"
                .formatted(blob, source.familiarRepository(), repository.familiarRepository()),
            "repository '" + repository.familiarRepository() + "'");
    HttpUrl url =
        task.endpoint()
            .v2(repository.path() + "/blobs/uploads/")
            .addQueryParameter("mount", blob.toString())
            .addQueryParameter("from", source.path())
            .build();
    Request request =
        new Request.Builder().url(url).post(RequestBody.create(new byte[0], null)).build();
    Scope scope = Scope.push(repository.path()).andPull(source.path());
    return session.message(task, scope, request, response -> read(task, scope, response));
  }

  private boolean read(Task task, Scope scope, Response response) throws RegistryException {
    return switch (response.code()) {
      case 201 -> true;
      case 202 -> {
        giveUp(task, scope, response);
        yield false;
      }
      // A source that we may not read or that has gone is no reason to fail: the blob is uploaded.
      case 401, 403, 404, 405 -> false;
      default -> throw session.failure(task, response);
    };
  }

  private void giveUp(Task task, Scope scope, Response started) {
    String location = started.header("Location");
    HttpUrl url = location == null ? null : started.request().url().resolve(location);
    if (url == null || !task.endpoint().sameOrigin(url)) {
      return; // what another host is told to throw away is not for a registry to say
    }
    try {
      Request delete = new Request.Builder().url(url).delete().build();
      session.send(task, scope, delete, Traffic.MESSAGE).close();
    } catch (RegistryException _) {
      // The registry throws abandoned uploads away by itself, only later.
    }
  }
}
