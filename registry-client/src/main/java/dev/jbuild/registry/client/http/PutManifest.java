package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.security.MessageDigest;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// `PUT /v2/NAME/manifests/REFERENCE`: stores a manifest byte for byte.
///
/// Follows the OCI distribution specification, "Pushing Manifests" and "Pushing Manifests with
/// Subject": a registry that does not answer `OCI-Subject` keeps no list of referrers, so it is
/// kept under a tag.
final class PutManifest {
  private final Session session;

  PutManifest(Session session) {
    this.session = session;
  }

  Descriptor run(Reference reference, RawManifest manifest) throws RegistryException {
    Descriptor descriptor = manifest.descriptor();
    Optional<Digest> given = reference.digest();
    if (given.isPresent() && !given.get().equals(descriptor.digest())) {
      throw RegistryException.local(
          "cannot push '%s': its manifest has digest %s"
              .formatted(reference.familiar(), descriptor.digest()),
          null);
    }
    String target = reference.tag().orElse(descriptor.digest().toString());
    Task task =
        session.task(
            reference.domain(),
            "push the manifest of '" + reference.familiar() + "'",
            "something that the manifest refers to, or repository '"
                + reference.familiarRepository()
                + "',");
    RequestBody body =
        RequestBody.create(manifest.bytes(), MediaType.parse(descriptor.mediaType()));
    Request request =
        new Request.Builder()
            .url(task.endpoint().v2(reference.path() + "/manifests/" + target).build())
            .put(body)
            .build();
    Stored stored =
        session.message(
            task,
            Scope.push(reference.path()),
            request,
            response -> {
              Digest digest = check(task, manifest, response);
              return new Stored(digest, response.header("OCI-Subject") != null);
            });
    Optional<Referrer> referrer = stored.listed() ? Optional.empty() : Referrer.of(manifest);
    if (referrer.isPresent()) {
      new ReferrersTag(session, reference, referrer.get().subject()).add(referrer.get().entry());
    }
    return descriptor.pointingTo(
        Descriptor.of(descriptor.mediaType(), stored.digest(), descriptor.size()));
  }

  /// How the registry has it.
  ///
  /// @param listed whether it knows what the manifest refers to
  private record Stored(Digest digest, boolean listed) {}

  /// A registry may know the manifest by a digest of another algorithm than the one it was named
  /// by, but of the same bytes.
  private Digest check(Task task, RawManifest manifest, Response response)
      throws RegistryException {
    if (response.code() != 201 && response.code() != 200) {
      throw session.failure(task, response);
    }
    Session.refuseWebPage(task, response);
    Digest named = manifest.descriptor().digest();
    Digest stored = ManifestRequests.digest(task, response).orElse(named);
    MessageDigest hash = stored.algorithm().newHash();
    hash.update(manifest.bytes());
    if (!stored.equals(Digest.of(stored.algorithm(), hash))) {
      throw Session.malformed(
          task,
          response.request(),
          "digest %s for a manifest with digest %s".formatted(stored, named));
    }
    return stored;
  }
}
