package dev.jbuild.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
          List.of("v1"));

  @Test
  void recordComesBackAsItWas() throws JsonException {
    byte[] bytes = Json.bytes(ContainerJson.write(RECORD));
    assertEquals(RECORD, ContainerJson.read(Json.parseObject(bytes)));
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
