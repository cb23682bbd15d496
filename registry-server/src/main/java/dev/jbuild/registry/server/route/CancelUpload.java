package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;

/// end-14: drops an upload.
final class CancelUpload implements Endpoint {
  private final Uploads uploads;

  CancelUpload(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    uploads.with(
        target.repository(),
        target.upload(),
        session -> {
          session.cancel();
          return true;
        });
    return Response.of(204);
  }
}
