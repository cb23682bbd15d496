package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// `GET /v2/NAME/referrers/DIGEST`: what refers to a manifest.
///
/// Follows the OCI distribution specification, "Listing Referrers" and "Unavailable Referrers API":
/// a registry without this interface keeps the list under a tag made from the digest, see
/// [ReferrersTag].
final class ListReferrers {
  private final Session session;

  ListReferrers(Session session) {
    this.session = session;
  }

  List<Descriptor> run(Reference reference, String artifactType) throws RegistryException {
    Digest subject =
        reference
            .digest()
            .orElseThrow(
                () -> new IllegalArgumentException("'" + reference.familiar() + "' has no digest"));
    Optional<List<Descriptor>> answered = ask(reference, subject, artifactType);
    List<Descriptor> all =
        answered.isPresent()
            ? answered.get()
            : new ReferrersTag(session, reference, subject).read();
    // A registry need not filter.
    return all.stream()
        .filter(d -> artifactType.isEmpty() || d.artifactType().equals(artifactType))
        .toList();
  }

  /// What the registry says; nothing when it has no such interface.
  private Optional<List<Descriptor>> ask(Reference reference, Digest subject, String artifactType)
      throws RegistryException {
    Task task = task(session, reference, subject);
    HttpUrl.Builder url = task.endpoint().v2(reference.path() + "/referrers/" + subject);
    if (!artifactType.isEmpty()) {
      url.addQueryParameter("artifactType", artifactType);
    }
    Request request =
        new Request.Builder().url(url.build()).header("Accept", MediaTypes.OCI_INDEX).build();
    try {
      return Optional.of(
          new Pages(session, task, Scope.pull(reference.path()))
              .all(request, "index of referrers", ListReferrers::descriptors));
    } catch (RegistryException e) {
      boolean absent = e.status() == 404 || e.status() == 405 || e.status() == 501;
      // Some answer everything they do not know with a page for browsers.
      if (absent || (e.reason() == Reason.MALFORMED && e.status() == 0)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<Descriptor> descriptors(JsonObject page) throws JsonException {
    if (!page.has("manifests")) {
      throw new JsonException("it has no list of manifests");
    }
    List<Descriptor> descriptors = new ArrayList<>();
    for (JsonObject manifest : page.objects("manifests")) {
      descriptors.add(ImageJson.descriptor(manifest));
    }
    return descriptors;
  }

  static Task task(Session session, Reference reference, Digest subject) throws RegistryException {
    String name = reference.familiarRepository();
    return session.task(
        reference.domain(),
        "list what refers to " + subject + " in '" + name + "'",
        "repository '" + name + "'");
  }
}
