package dev.jbuild.registry.server.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.registry.server.auth.Authenticator;
import dev.jbuild.registry.server.disk.DiskStorage;
import dev.jbuild.registry.server.exchange.Body;
import dev.jbuild.registry.server.exchange.FakeRequest;
import dev.jbuild.registry.server.exchange.Response;
import dev.jbuild.registry.server.upload.Uploads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// All endpoints over a fresh storage directory, without a socket.
final class RouteFixture implements AutoCloseable {
  static final int MANIFEST_LIMIT = 64 << 10;
  static final long BLOB_LIMIT = 1 << 20;

  final DiskStorage storage;
  final List<Throwable> failures = new ArrayList<>();
  private final Front front;

  RouteFixture(Path directory) throws IOException {
    this(directory, true);
  }

  RouteFixture(Path directory, boolean deleteEnabled) throws IOException {
    storage = DiskStorage.open(directory);
    Uploads uploads = new Uploads(storage, new Random(1), BLOB_LIMIT, 4);
    front =
        new Front(
            Authenticator.OPEN,
            Routes.of(storage, uploads, MANIFEST_LIMIT, deleteEnabled),
            (request, status, cause) -> failures.add(cause));
  }

  Response call(String method, String target) {
    return front.answer(new FakeRequest(method, target));
  }

  Response call(FakeRequest request) {
    return front.answer(request);
  }

  /// Pushes a blob in one request.
  Digest blob(String repository, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.sha256(bytes);
    Response response =
        call(
            new FakeRequest("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest)
                .body(bytes));
    assertEquals(201, response.status(), () -> text(response));
    return digest;
  }

  /// A minimal image manifest over blobs that need not exist.
  static String manifest(Digest config, Digest... layers) {
    return referring(null, config, layers);
  }

  /// A manifest that names another one as its subject, or none.
  static String referring(@Nullable Digest subject, Digest config, Digest... layers) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.OCI_MANIFEST)
            .put("config", descriptor("application/vnd.example.config", config))
            .put(
                "layers",
                java.util.Arrays.stream(layers)
                    .map(l -> descriptor(MediaTypes.OCI_LAYER, l))
                    .toList());
    if (subject != null) {
      json.put("subject", descriptor(MediaTypes.OCI_MANIFEST, subject))
          .put("annotations", JsonObject.builder().put("made.by", "test").build());
    }
    return new String(Json.bytes(json.build()), StandardCharsets.UTF_8);
  }

  static JsonObject descriptor(String mediaType, Digest digest) {
    return JsonObject.builder()
        .put("mediaType", mediaType)
        .put("digest", digest.toString())
        .put("size", 2)
        .build();
  }

  Response putManifest(String repository, String reference, String content) {
    return call(
        new FakeRequest("PUT", "/v2/" + repository + "/manifests/" + reference)
            .with("Content-Type", MediaTypes.OCI_MANIFEST)
            .body(content));
  }

  /// Pushes an image with one layer under a tag.
  Digest image(String repository, String tag, String layer) {
    String content = manifest(blob(repository, "{}"), blob(repository, layer));
    Response response = putManifest(repository, tag, content);
    assertEquals(201, response.status(), () -> text(response));
    return Digest.parse(header(response, "Docker-Content-Digest"));
  }

  static byte[] bytes(Response response) {
    return switch (response.body()) {
      case Body.Absent _ -> new byte[0];
      case Body.Bytes b -> b.bytes();
      case Body.Blob blob -> {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(blob.length()));
        try (var reader = blob.reader()) {
          while (buffer.hasRemaining()) {
            if (reader.read(buffer, blob.offset() + buffer.position()) < 0) {
              throw new IOException("blob is too short");
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        yield buffer.array();
      }
    };
  }

  static String text(Response response) {
    return new String(bytes(response), StandardCharsets.UTF_8);
  }

  /// A header that may not be missing.
  static String header(Response response, String name) {
    String value = response.headers().get(name);
    assertNotNull(value, name);
    return value;
  }

  /// The code of an error answer.
  static String code(Response response) {
    try {
      return Json.parseObject(bytes(response)).objects("errors").getFirst().requireString("code");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertFault(int status, String code, Response response) {
    assertEquals(status + " " + code, response.status() + " " + code(response));
  }

  @Override
  public void close() throws IOException {
    storage.close();
    assertEquals(List.of(), failures, "requests that failed on the server's side");
  }
}
