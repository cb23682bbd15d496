package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.ImageJson;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.client.RawManifest;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.auth.Scope;
import dev.jbuild.registry.client.transport.Redaction;
import dev.jbuild.registry.client.transport.Task;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/// `GET /v2/NAME/manifests/REFERENCE`: the manifest itself, verified.
///
/// Follows the OCI distribution specification, "Pulling manifests". The bytes must have the digest
/// that was asked for, or else the one that the registry announces; they are kept as they came.
final class GetManifest {
  private final Session session;

  GetManifest(Session session) {
    this.session = session;
  }

  RawManifest run(Reference reference) throws RegistryException {
    Task task = ManifestRequests.task(session, reference);
    Request request = ManifestRequests.to(task.endpoint(), reference, reference.target()).build();
    return session.message(
        task, Scope.pull(reference.path()), request, response -> read(task, reference, response));
  }

  private RawManifest read(Task task, Reference reference, Response response) throws IOException {
    if (response.code() != 200) {
      throw session.failure(task, response);
    }
    Session.refuseWebPage(task, response);
    byte[] bytes = session.answers().body(task, response, ImageJson.MAX_MANIFEST);
    Optional<Digest> announced = ManifestRequests.digest(task, response);
    Optional<Digest> expected = reference.digest().or(() -> announced);
    Digest actual = digest(bytes, expected.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256));
    if (expected.isPresent() && !expected.get().equals(actual)) {
      throw Session.malformed(
          task,
          response.request(),
          "a manifest with digest %s where %s was expected".formatted(actual, expected.get()));
    }
    return RawManifest.of(Descriptor.of(type(task, response, bytes), actual, bytes.length), bytes);
  }

  private static Digest digest(byte[] bytes, Digest.Algorithm algorithm) {
    MessageDigest hash = algorithm.newHash();
    hash.update(bytes);
    return Digest.of(algorithm, hash);
  }

  /// The type that the answer says; for registries that call everything JSON, what the document
  /// says of itself.
  private static String type(Task task, Response response, byte[] bytes) throws RegistryException {
    String type = ManifestRequests.mediaType(response);
    switch (type) {
      case "", "application/json", "text/plain", "application/octet-stream" -> {}
      default -> {
        return type;
      }
    }
    try {
      JsonObject json = Json.parseObject(bytes);
      String own = json.text("mediaType");
      if (!own.isEmpty()) {
        return own;
      }
      return json.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    } catch (JsonException e) {
      throw Session.malformed(
          task,
          response.request(),
          "no manifest (" + Redaction.text(String.valueOf(e.getMessage())) + ")");
    }
  }
}
