package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.manifest.ManifestReader;
import dev.jbuild.registry.server.manifest.Manifests;
import dev.jbuild.registry.server.name.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// end-7: stores a manifest under a tag, or under its digest and any number of tags given as
/// `?tag=`.
final class PutManifest implements Endpoint {
  private static final int MAX_TAGS = 100;

  private final Manifests manifests;
  private final int maxBytes;

  PutManifest(Manifests manifests, int maxBytes) {
    this.manifests = manifests;
    this.maxBytes = maxBytes;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    List<Tag> tags = tags(request, target);
    byte[] bytes = body(request);
    Digest digest = digest(target, bytes);
    ManifestReader.Checked checked =
        ManifestReader.read(bytes, request.header("Content-Type").orElse(""), digest);
    manifests.put(target.repository(), checked, bytes, tags);
    Response response =
        Response.of(201)
            .with("Location", "/v2/%s/manifests/%s".formatted(target.repository(), digest))
            .with("Docker-Content-Digest", digest.toString());
    if (checked.manifest().subject().isPresent()) {
      response = response.with("OCI-Subject", checked.manifest().subject().get().toString());
    }
    if (target.byDigest() && !tags.isEmpty()) {
      response =
          response.with("OCI-Tag", String.join(", ", tags.stream().map(Tag::value).toList()));
    }
    return response;
  }

  private static List<Tag> tags(Request request, Target target) throws RegistryFault {
    if (!target.byDigest()) {
      return List.of(target.tag());
    }
    List<Tag> tags = new ArrayList<>();
    for (String tag : request.query().all("tag")) {
      tags.add(Target.tag(tag));
    }
    if (tags.size() > MAX_TAGS) {
      throw RegistryFault.of(
              ErrorCode.TAG_INVALID,
              "%d tags in one request, at most %d are allowed".formatted(tags.size(), MAX_TAGS))
          .withStatus(414);
    }
    return tags;
  }

  private byte[] body(Request request) throws RegistryFault, IOException {
    if (request.bodyLength().orElse(0) > maxBytes) {
      throw tooLarge();
    }
    byte[] bytes = request.body().readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw tooLarge();
    }
    return bytes;
  }

  private RegistryFault tooLarge() {
    return RegistryFault.of(
            ErrorCode.SIZE_INVALID, "manifest is larger than the limit of " + maxBytes + " bytes")
        .withStatus(413);
  }

  private static Digest digest(Target target, byte[] bytes) throws RegistryFault {
    if (!target.byDigest()) {
      return Digest.sha256(bytes);
    }
    Digest wanted = target.digest();
    var hash = wanted.algorithm().newHash();
    hash.update(bytes);
    Digest actual = Digest.of(wanted.algorithm(), hash);
    if (!actual.equals(wanted)) {
      throw RegistryFault.of(ErrorCode.DIGEST_INVALID)
          .withDetail("digest", wanted + " was announced, the content is " + actual);
    }
    return actual;
  }
}
