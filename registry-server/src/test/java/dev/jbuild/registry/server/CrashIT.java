package dev.jbuild.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a registry in the middle of pushes, again and again, on the same storage: what it
/// acknowledged is whole afterwards, and nothing is visible that is not.
class CrashIT {
  private static final int ROUNDS = 8;
  private static final int PUSHERS = 4;

  @TempDir Path directory;
  private final Map<String, Digest> acknowledged = new ConcurrentHashMap<>();

  @Test
  void keepsWhatWasAcknowledgedWheneverItIsKilled() throws Exception {
    Random random = new Random(20261122);
    for (int round = 0; round < ROUNDS; round++) {
      try (ServerProcess server = start()) {
        WireClient client = WireClient.of(server.address());
        checkAll(client);
        List<Thread> pushers = new ArrayList<>();
        for (int i = 0; i < PUSHERS; i++) {
          String name = "r" + i % 2 + "/p" + i;
          int seed = round * PUSHERS + i;
          pushers.add(Thread.ofVirtual().start(() -> pushUntilItFails(client, name, seed)));
        }
        Thread.sleep(300 + random.nextInt(700));
        server.kill();
        for (Thread pusher : pushers) {
          pusher.join();
        }
      }
    }
    assertTrue(
        acknowledged.size() > ROUNDS, "only " + acknowledged.size() + " pushes came through");
    try (ServerProcess server = start()) {
      checkAll(WireClient.of(server.address()));
      server.terminate();
    }
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.start(directory.resolve("storage"), directory.resolve("log"));
  }

  private void pushUntilItFails(WireClient client, String repository, int seed) {
    Random random = new Random(seed);
    try {
      for (int i = 0; ; i++) {
        byte[] layer = new byte[1 + random.nextInt(200_000)];
        random.nextBytes(layer);
        Digest layerDigest = client.pushBlob(repository, layer);
        Digest config =
            client.pushBlob(repository, ("{\"n\":" + seed + "}").getBytes(StandardCharsets.UTF_8));
        byte[] manifest = manifest(config, layerDigest, layer.length);
        String tag = "t" + seed + "-" + i;
        WireClient.Answer stored =
            client.send(
                "PUT",
                "/v2/" + repository + "/manifests/" + tag,
                manifest,
                "Content-Type",
                MediaTypes.OCI_MANIFEST);
        assertEquals(201, stored.statusCode(), () -> WireClient.text(stored));
        acknowledged.put(repository + ":" + tag, Digest.sha256(manifest));
      }
    } catch (IOException e) {
      return; // the registry was killed
    }
  }

  private static byte[] manifest(Digest config, Digest layer, int size) {
    return Json.bytes(
        JsonObject.builder()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.OCI_MANIFEST)
            .put("config", descriptor(MediaTypes.OCI_CONFIG, config, 2))
            .put("layers", List.of(descriptor(MediaTypes.OCI_LAYER, layer, size)))
            .build());
  }

  private static JsonObject descriptor(String type, Digest digest, int size) {
    return JsonObject.builder()
        .put("mediaType", type)
        .put("digest", digest.toString())
        .put("size", size)
        .build();
  }

  private void checkAll(WireClient client) throws IOException {
    for (Map.Entry<String, Digest> push : acknowledged.entrySet()) {
      String[] name = push.getKey().split(":");
      checkWhole(client, name[0], name[1], push.getValue());
    }
    JsonObject catalog = Json.parseObject(client.send("GET", "/v2/_catalog").body());
    for (String repository : catalog.strings("repositories")) {
      JsonObject tags =
          Json.parseObject(client.send("GET", "/v2/" + repository + "/tags/list").body());
      for (String tag : tags.strings("tags")) {
        WireClient.Answer seen = client.send("HEAD", "/v2/" + repository + "/manifests/" + tag);
        checkWhole(
            client,
            repository,
            tag,
            Digest.parse(WireClient.header(seen, "Docker-Content-Digest")));
      }
    }
  }

  private static void checkWhole(WireClient client, String repository, String tag, Digest expected)
      throws IOException {
    byte[] manifest = client.send("GET", "/v2/" + repository + "/manifests/" + tag).body();
    assertEquals(expected, Digest.sha256(manifest), repository + ":" + tag);
    JsonObject json = Json.parseObject(manifest);
    List<JsonObject> blobs = new ArrayList<>(json.objects("layers"));
    blobs.add(json.requireObject("config"));
    for (JsonObject blob : blobs) {
      Digest digest = blob.parsed("digest", Digest::parse);
      byte[] content = client.send("GET", "/v2/" + repository + "/blobs/" + digest).body();
      assertEquals(digest, Digest.sha256(content), repository + ":" + tag);
    }
  }

  @Test
  void resumesAnUploadThatWasCutOffByAKill() throws Exception {
    byte[] content = new byte[100_000];
    new Random(5).nextBytes(content);
    Digest digest = Digest.sha256(content);
    String location;
    try (ServerProcess server = start()) {
      WireClient client = WireClient.of(server.address());
      location = WireClient.header(client.send("POST", "/v2/a/blobs/uploads/"), "Location");
      byte[] first = java.util.Arrays.copyOf(content, 60_000);
      assertEquals(
          202, client.send("PATCH", location, first, "Content-Range", "0-59999").statusCode());
      server.kill();
    }
    try (ServerProcess server = start()) {
      WireClient client = WireClient.of(server.address());
      assertEquals("0-59999", WireClient.header(client.send("GET", location), "Range"));
      byte[] rest = java.util.Arrays.copyOfRange(content, 60_000, content.length);
      assertEquals(
          201,
          client
              .send("PUT", location + "?digest=" + digest, rest, "Content-Range", "60000-99999")
              .statusCode());
      assertEquals(digest, Digest.sha256(client.send("GET", "/v2/a/blobs/" + digest).body()));
      assertEquals(143, server.terminate());
    }
  }
}
