package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/// `HEAD /v2/NAME/manifests/REFERENCE`: what does a tag or digest stand for?
///
/// Follows the OCI distribution specification, "Checking if content exists in the registry". A
/// registry that does not answer HEAD with type, digest and length is asked for the whole manifest.
final class HeadManifest {
  private final Session session;

  HeadManifest(Session session) {
    this.session = session;
  }

  Descriptor run(Reference reference) throws RegistryException {
    Task task = ManifestRequests.task(session, reference);
    Request request =
        ManifestRequests.to(task.endpoint(), reference, reference.target()).head().build();
    Optional<Descriptor> announced =
        session.message(
            task,
            Scope.pull(reference.path()),
            request,
            response -> read(task, reference, response));
    return announced.isPresent()
        ? announced.get()
        : new GetManifest(session).run(reference).descriptor();
  }

  private Optional<Descriptor> read(Task task, Reference reference, Response response)
      throws RegistryException {
    if (response.code() == 405 || response.code() == 501) {
      return Optional.empty();
    }
    if (response.code() != 200) {
      throw session.failure(task, response);
    }
    Optional<Digest> digest = ManifestRequests.digest(task, response);
    String type = ManifestRequests.mediaType(response);
    String length = response.header("Content-Length");
    boolean known = MediaTypes.isIndex(type) || MediaTypes.isManifest(type);
    boolean encoded =
        response.header("Content-Encoding") != null; // the length is not the manifest's
    if (digest.isEmpty() || !known || encoded || length == null || !length.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    if (reference.digest().isPresent() && !reference.digest().equals(digest)) {
      throw Session.malformed(
          task, response.request(), "manifest " + digest.get() + " in place of the one asked for");
    }
    return Optional.of(Descriptor.of(type, digest.get(), Long.parseLong(length)));
  }
}
