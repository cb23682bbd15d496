package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Query;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.name.RepositoryName;
import dev.jbuild.registry.server.name.UploadId;
import dev.jbuild.registry.server.store.StorageDriver;
import dev.jbuild.registry.server.upload.Chunk;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// end-4 and end-11: starts an upload; or takes a whole blob at once (`?digest=`); or lets the
/// repository show a blob that another one has (`?mount=`, with or without `&from=`). A mount that
/// cannot be done starts an upload instead.
final class StartUpload implements Endpoint {
  private final StorageDriver storage;
  private final Uploads uploads;

  StartUpload(StorageDriver storage, Uploads uploads) {
    this.storage = storage;
    this.uploads = uploads;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    RepositoryName repository = target.repository();
    Query query = request.query();
    if (query.has("mount")) {
      Digest digest = Target.digest(query.first("mount").orElse(""));
      if (mount(repository, digest, query.first("from"))) {
        return UploadAnswers.created(repository, digest);
      }
    } else if (query.has("digest")) {
      Digest digest = Target.digest(query.first("digest").orElse(""));
      return whole(repository, digest, Chunks.of(request));
    }
    UploadId id = uploads.start(repository, algorithm(query));
    return UploadAnswers.progress(202, repository, id, 0);
  }

  /// Without a source any repository will do, as whoever may push here may read them all.
  private boolean mount(RepositoryName repository, Digest digest, Optional<String> from)
      throws RegistryFault, IOException {
    boolean there =
        from.isPresent()
            ? storage.index().blobSize(Target.repositoryName(from.get()), digest).isPresent()
            : storage.blobs().size(digest).isPresent();
    if (there) {
      storage.index().linkBlob(repository, digest);
    }
    return there;
  }

  private Response whole(RepositoryName repository, Digest digest, Chunk chunk)
      throws RegistryFault, IOException {
    UploadId id = uploads.start(repository, digest.algorithm());
    boolean finished = false;
    try {
      uploads.admitted(
          repository,
          id,
          session -> {
            session.append(chunk);
            session.finish(digest);
            return true;
          });
      finished = true;
    } finally {
      if (!finished) {
        storage.uploads().remove(repository, id); // nobody was told its identifier
      }
    }
    return UploadAnswers.created(repository, digest);
  }

  private static Digest.Algorithm algorithm(Query query) throws RegistryFault {
    String wanted = query.first("digest-algorithm").orElse(Digest.Algorithm.SHA256.id());
    return Arrays.stream(Digest.Algorithm.values())
        .filter(a -> a.id().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            RegistryFault.of(
                ErrorCode.DIGEST_INVALID,
                "digest algorithm '%s' is not supported, expected sha256 or sha512"
                    .formatted(wanted)));
  }
}
