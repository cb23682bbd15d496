package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.upload.Chunk;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;

/// end-6: closes an upload, with or without a last chunk, and checks its digest.
final class FinishUpload implements Endpoint {
  private final Uploads uploads;

  FinishUpload(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    String text =
        request
            .query()
            .first("digest")
            .orElseThrow(() ->
                RegistryFault.of(
                    ErrorCode.DIGEST_INVALID,
                    "an upload is closed with '?digest=', which is missing"));
    Digest digest = Target.digest(text);
    Chunk chunk = Chunks.of(request);
    uploads.admitted(
        target.repository(),
        target.upload(),
        session -> {
          session.append(chunk);
          session.finish(digest);
          return true;
        });
    return UploadAnswers.created(target.repository(), digest);
  }
}
