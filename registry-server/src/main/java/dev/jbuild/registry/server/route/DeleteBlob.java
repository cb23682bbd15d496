package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.store.RepositoryIndex;
import java.io.IOException;

/// end-10: takes a blob out of a repository. Its bytes stay, as other repositories may show them.
final class DeleteBlob implements Endpoint {
  private final RepositoryIndex index;

  DeleteBlob(RepositoryIndex index) {
    this.index = index;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    Digest digest = target.digest();
    if (!index.unlinkBlob(target.repository(), digest)) {
      throw RegistryFault.of(ErrorCode.BLOB_UNKNOWN).withDetail("digest", digest.toString());
    }
    return Response.of(202);
  }
}
