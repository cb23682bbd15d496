package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.EntityTags;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.manifest.Manifests;
import dev.jbuild.registry.server.manifest.StoredManifest;
import java.io.IOException;

/// end-3: sends a manifest, byte for byte as it was pushed. Clients resolve a tag with HEAD, so
/// digest, type and length are there as well.
final class GetManifest implements Endpoint {
  private final Manifests manifests;

  GetManifest(Manifests manifests) {
    this.manifests = manifests;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    StoredManifest manifest =
        (target.byDigest()
                ? manifests.find(target.repository(), target.digest())
                : manifests.find(target.repository(), target.tag()))
            .orElseThrow(() ->
                RegistryFault.of(ErrorCode.MANIFEST_UNKNOWN)
                    .withDetail("reference", target.reference()));
    Response response =
        Response.of(200)
            .with("Docker-Content-Digest", manifest.digest().toString())
            .with("ETag", EntityTags.of(manifest.digest()));
    return EntityTags.matches(request, manifest.digest())
        ? response.withStatus(304)
        : response.with(manifest.mediaType(), new Body.Bytes(manifest.bytes()));
  }
}
