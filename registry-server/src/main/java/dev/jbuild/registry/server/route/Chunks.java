package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.upload.Chunk;
import dev.jbuild.registry.server.upload.ContentRange;
import java.util.Optional;

/// Reads from a request what it brings for an upload.
final class Chunks {
  private Chunks() {}

  static Chunk of(Request request) throws RegistryFault {
    Optional<String> header = request.header("Content-Range");
    try {
      return new Chunk(request.body(), header.map(ContentRange::parse), request.bodyLength());
    } catch (IllegalArgumentException e) {
      throw RegistryFault.of(ErrorCode.BLOB_UPLOAD_INVALID, String.valueOf(e.getMessage()));
    }
  }
}
