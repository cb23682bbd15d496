package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.upload.Chunk;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;

/// end-5: appends to an upload, a chunk with `Content-Range` or a stream without.
final class AppendUpload implements Endpoint {
  private final Uploads uploads;

  AppendUpload(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    UploadId id = target.upload();
    Chunk chunk = Chunks.of(request);
    long size = uploads.admitted(target.repository(), id, session -> session.append(chunk));
    return UploadAnswers.progress(202, target.repository(), id, size);
  }
}
