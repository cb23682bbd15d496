package dev.jbuild.registry.server.route;

import dev.jbuild.image.Digest;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.ByteRange;
import dev.jbuild.registry.server.exchange.EntityTags;
import dev.jbuild.registry.server.exchange.Request;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.store.BlobReader;
import dev.jbuild.registry.server.store.StorageDriver;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// end-2: sends a blob or a part of it; for HEAD only what is known of it.
final class GetBlob implements Endpoint {
  /// Content never changes, but who may see it does: clients may keep it, shared caches may not.
  private static final String CACHE = "private, max-age=31536000, immutable";

  private final StorageDriver storage;

  GetBlob(StorageDriver storage) {
    this.storage = storage;
  }

  @Override
  public Response handle(Request request, Target target) throws RegistryFault, IOException {
    Digest digest = target.digest();
    OptionalLong found = storage.index().blobSize(target.repository(), digest);
    if (found.isEmpty()) {
      throw RegistryFault.of(ErrorCode.BLOB_UNKNOWN).withDetail("digest", digest.toString());
    }
    long size = found.getAsLong();
    Response response =
        Response.of(200)
            .with("Docker-Content-Digest", digest.toString())
            .with("ETag", EntityTags.of(digest))
            .with("Cache-Control", CACHE)
            .with("Accept-Ranges", "bytes");
    if (EntityTags.matches(request, digest)) {
      return response.withStatus(304);
    }
    if (request.method().equals("HEAD")) {
      return response.with("application/octet-stream", new Body.Absent(size));
    }
    Optional<String> header =
        EntityTags.allowsRange(request, digest) ? request.header("Range") : Optional.empty();
    return switch (ByteRange.of(header, size)) {
      case ByteRange.Whole _ -> send(response, digest, 0, size);
      case ByteRange.Part part ->
          send(
              response.withStatus(206).with("Content-Range", part.contentRange(size)),
              digest,
              part.offset(),
              part.length());
      case ByteRange.Unsatisfiable _ ->
          throw RegistryFault.of(
                  ErrorCode.RANGE_INVALID, "the blob has %d bytes only".formatted(size))
              .withHeader("Content-Range", "bytes */" + size);
    };
  }

  private Response send(Response response, Digest digest, long offset, long length)
      throws IOException {
    BlobReader reader =
        storage
            .blobs()
            .open(digest)
            .orElseThrow(() -> new IOException("blob " + digest + " has lost its content"));
    return response.with("application/octet-stream", new Body.Blob(reader, offset, length));
  }
}
