package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/// `DELETE /v2/NAME/manifests/REFERENCE`: removes a tag, or a manifest with its tags.
///
/// Follows the OCI distribution specification, "Deleting tags" and "Deleting Manifests". A manifest
/// with a subject is taken from the list of referrers where that is kept under a tag.
final class DeleteManifest {
  private final Session session;

  DeleteManifest(Session session) {
    this.session = session;
  }

  void run(Reference reference) throws RegistryException {
    Optional<Digest> digest = reference.digest();
    Optional<Digest> subject = digest.isPresent() ? subject(reference) : Optional.empty();
    String repository = reference.familiarRepository();
    String what = digest.isPresent() ? "manifest '" : "tag '";
    String named = what + reference.target() + "' of '" + repository + "'";
    Task task = session.task(reference.domain(), "delete " + named, named);
    Request request =
        new Request.Builder()
            .url(task.endpoint().v2(reference.path() + "/manifests/" + reference.target()).build())
            .delete()
            .build();
    session.<Boolean>message(
        task,
        Scope.delete(reference.path()),
        request,
        response -> {
          check(task, digest.isPresent(), response);
          return true;
        });
    if (subject.isPresent()) {
      new ReferrersTag(session, reference, subject.get()).remove(digest.orElseThrow());
    }
  }

  /// What a manifest about to be deleted refers to, if it does. Whoever cannot read it can still
  /// try to delete it.
  private Optional<Digest> subject(Reference reference) {
    try {
      RawManifest manifest =
          new GetManifest(session).run(reference.withDigest(reference.digest().orElseThrow()));
      return Referrer.of(manifest).map(Referrer::subject);
    } catch (RegistryException _) {
      return Optional.empty();
    }
  }

  private void check(Task task, boolean byDigest, Response response) throws RegistryException {
    int status = response.code();
    if (status == 202 || status == 200 || status == 204) {
      Session.refuseWebPage(task, response);
      return;
    }
    RegistryException failure = session.failure(task, response);
    boolean unsupported =
        status == 405
            || failure.errors().stream().anyMatch(e -> e.code().equals("UNSUPPORTED"))
            || (status == 400 && !byDigest);
    if (!unsupported) {
      throw failure;
    }
    throw new RegistryException(
        Reason.REFUSED,
        failure.getMessage()
            + (byDigest
                ? "; its configuration must allow deletion"
                : "; perhaps it deletes by digest only, with all tags of that digest"),
        failure.method(),
        failure.url(),
        status,
        List.copyOf(failure.errors()),
        null,
        null);
  }
}
