package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.upload.UploadSession;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;

/// end-13: says how far an upload is.
final class UploadStatus implements Endpoint {
  private final Uploads uploads;

  UploadStatus(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    UploadId id = target.upload();
    long size = uploads.with(target.repository(), id, UploadSession::status);
    return UploadAnswers.progress(204, target.repository(), id, size);
  }
}
