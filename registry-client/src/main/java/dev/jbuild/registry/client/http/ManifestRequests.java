package dev.jbuild.registry.client.http;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.transport.Endpoint;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/// What requests for manifests have in common: their URL, the media types that are understood, and
/// what the header fields of the answer say.
final class ManifestRequests {
  private static final String ACCEPT =
      String.join(
          ", ",
          List.of(
              MediaTypes.OCI_INDEX,
              MediaTypes.OCI_MANIFEST,
              MediaTypes.DOCKER_MANIFEST_LIST,
              MediaTypes.DOCKER_MANIFEST));

  private ManifestRequests() {}

  static Request.Builder to(Endpoint endpoint, Reference reference, String target) {
    return new Request.Builder()
        .url(endpoint.v2(reference.path() + "/manifests/" + target).build())
        .header("Accept", ACCEPT)
        .header("Accept-Encoding", "identity");
  }

  static Task task(Session session, Reference reference) throws RegistryException {
    String missing =
        reference.digest().isPresent()
            ? "manifest '" + reference.target() + "' of '" + reference.familiarRepository() + "'"
            : "tag '" + reference.target() + "' of '" + reference.familiarRepository() + "'";
    return session.task(
        reference.domain(), "fetch the manifest of '" + reference.familiar() + "'", missing);
  }

  /// The media type of the answer without parameters, empty when it says none.
  static String mediaType(Response response) {
    String type = response.header("Content-Type");
    if (type == null) {
      return "";
    }
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /// The digest that the registry announces, none when it does not.
  static Optional<Digest> digest(Task task, Response response) throws RegistryException {
    String text = response.header("Docker-Content-Digest");
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Digest.parse(text.strip()));
    } catch (IllegalArgumentException _) {
      throw Session.malformed(
          task, response.request(), "a digest that is none ('" + Redaction.text(text) + "')");
    }
  }
}
