package dev.jbuild.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.container.ContainerSettings.MountPoint;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Digest;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.Resources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerJsonTest {
  private static final ContainerRecord RECORD =
      new ContainerRecord(
          "0123456789abcdef".repeat(4),
          "calm_gig",
          "busybox",
          Digest.sha256(new byte[0]),
          List.of("sh", "-c", "echo 'é'"),
          Instant.parse("2026-01-02T03:04:05.678Z"),
          true,
          new HostProcess(12, 3456),
          List.of("v1"),
          new ContainerSettings(
              ContainerConfig.EMPTY.toBuilder().env(List.of("A=b")).user("1:2").build(),
              "host",
              NetworkMode.NONE,
              new Resources(64 << 20, 0, 500_000_000, 20),
              List.of(
                  new MountPoint("", Path.of("/src"), "/to", true, true),
                  new MountPoint("v1", Path.of("/v1/_data"), "/data", false, false)),
              true,
              false),
          true);

  @Test
  void recordComesBackAsItWas() throws JsonException {
    byte[] bytes = Json.bytes(ContainerJson.write(RECORD));
    assertEquals(RECORD, ContainerJson.read(Json.parseObject(bytes)));
  }

  @Test
  void recordWithoutSettingsIsReadToo() throws JsonException {
    Map<String, @Nullable Object> members =
        new LinkedHashMap<>(ContainerJson.write(RECORD).members());
    members.remove("settings");
    members.remove("copied");
    ContainerRecord read = ContainerJson.read(new JsonObject(members));
    assertEquals(RECORD.id(), read.id());
    assertEquals(ContainerSettings.UNKNOWN, read.settings());
    assertFalse(read.copied());
  }

  @Test
  void settingsAreDescribedAsDockerDoes() throws JsonException {
    JsonObject json = ContainerDescription.of(new Container(RECORD, new ContainerState.Created()));
    JsonObject host = json.requireObject("HostConfig");
    assertEquals(List.of("/src:/to:ro"), host.strings("Binds"));
    assertEquals("none", host.requireString("NetworkMode"));
    assertEquals(64 << 20, host.requireInteger("Memory"));
    assertEquals(128 << 20, host.requireInteger("MemorySwap"));
    assertEquals(500_000_000, host.requireInteger("NanoCpus"));
    assertEquals(20, host.requireInteger("PidsLimit"));
    JsonObject config = json.requireObject("Config");
    assertEquals(List.of("A=b"), config.strings("Env"));
    assertEquals("1:2", config.requireString("User"));
    assertEquals("busybox", config.requireString("Image"));
    assertEquals(true, config.bool("Tty").orElseThrow());
    List<JsonObject> mounts = json.objects("Mounts");
    assertEquals("bind", mounts.getFirst().requireString("Type"));
    assertEquals(false, mounts.getFirst().bool("RW").orElseThrow());
    assertEquals("v1", mounts.getLast().requireString("Name"));
  }

  @Test
  void newerSchemaIsRefused() {
    JsonException e = assertThrows(JsonException.class, () -> read("{\"schema\":2}"));
    assertTrue(e.getMessage().contains("schema"), e.getMessage());
  }

  @Test
  void missingMemberIsNamed() {
    JsonException e = assertThrows(JsonException.class, () -> read("{\"schema\":1,\"id\":\"x\"}"));
    assertTrue(e.getMessage().contains("name"), e.getMessage());
  }

  private static ContainerRecord read(String text) throws JsonException {
    JsonObject json = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    return ContainerJson.read(json);
  }
}
