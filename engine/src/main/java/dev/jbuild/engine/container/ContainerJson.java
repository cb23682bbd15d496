package dev.jbuild.engine.container;

import dev.jbuild.image.Digest;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// The JSON form of a container's record.
final class ContainerJson {
  private static final long SCHEMA = 1;

  private ContainerJson() {}

  static JsonObject write(ContainerRecord record) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("schema", SCHEMA)
            .put("id", record.id())
            .put("name", record.name())
            .put("image", record.image())
            .put("imageId", record.imageId().toString())
            .put("argv", record.argv())
            .put("created", record.created().toString())
            .put("autoRemove", record.autoRemove())
            .put("creatorPid", record.creator().pid())
            .put("creatorStart", record.creator().startTime())
            .put("volumes", record.volumes())
            .put("settings", SettingsJson.write(record.settings()));
    return record.copied() ? json.put("copied", true).build() : json.build();
  }

  static ContainerRecord read(JsonObject json) throws JsonException {
    long schema = json.requireInteger("schema");
    if (schema != SCHEMA) {
      throw new JsonException(
          "member 'schema' is %d and this jbuild knows %d, use the jbuild that wrote it"
              .formatted(schema, SCHEMA));
    }
    Optional<JsonObject> settings = json.object("settings");
    return new ContainerRecord(
        json.requireString("id"),
        json.requireString("name"),
        json.requireString("image"),
        json.parsed("imageId", Digest::parse),
        json.strings("argv"),
        json.parsed("created", Instant::parse),
        json.bool("autoRemove").orElse(false),
        new HostProcess(json.requireInteger("creatorPid"), json.requireInteger("creatorStart")),
        json.strings("volumes"),
        settings.isEmpty() ? ContainerSettings.UNKNOWN : SettingsJson.read(settings.get()),
        json.bool("copied").orElse(false));
  }
}
