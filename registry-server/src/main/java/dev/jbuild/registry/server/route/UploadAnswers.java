package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.upload.UploadSession;

/// What the endpoints of uploads answer.
final class UploadAnswers {
  private UploadAnswers() {}

  /// An upload goes on.
  static Response progress(int status, RepositoryName repository, UploadId id, long size) {
    return Response.of(status)
        .with("Location", UploadSession.location(repository, id))
        .with("Range", UploadSession.rangeHeader(size))
        .with("Docker-Upload-UUID", id.toString());
  }

  /// A blob is there.
  static Response created(RepositoryName repository, Digest digest) {
    return Response.of(201)
        .with("Location", "/v2/%s/blobs/%s".formatted(repository, digest))
        .with("Docker-Content-Digest", digest.toString());
  }
}
