package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.store.RepositoryIndex;
import java.io.IOException;

/// end-9: deletes a manifest by digest, with all its tags, or one tag alone.
final class DeleteManifest implements Endpoint {
  private final RepositoryIndex index;

  DeleteManifest(RepositoryIndex index) {
    this.index = index;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    boolean deleted =
        target.byDigest()
            ? index.deleteManifest(target.repository(), target.digest())
            : index.deleteTag(target.repository(), target.tag());
    if (!deleted) {
      throw RegistryFault.of(ErrorCode.MANIFEST_UNKNOWN)
          .withDetail("reference", target.reference());
    }
    return Response.of(202);
  }
}
