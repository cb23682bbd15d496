package dev.jbuild.engine.container;

import dev.jbuild.engine.container.ContainerSettings.MountPoint;
import dev.jbuild.image.json.ContainerConfigJson;
import dev.jbuild.image.json.JsonException;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JSON form of a container's settings, a part of its record.
final class SettingsJson {
  private SettingsJson() {}

  static JsonObject write(ContainerSettings settings) {
    Resources resources = settings.resources();
    return JsonObject.builder()
        .put("config", ContainerConfigJson.write(settings.config()))
        .put("hostname", settings.hostname())
        .put("network", settings.network() == NetworkMode.NONE ? "none" : "host")
        .put("memory", resources.memory())
        .put("memorySwap", resources.memorySwap())
        .put("nanoCpus", resources.nanoCpus())
        .put("pids", resources.pids())
        .put("mounts", mounts(settings.mounts()))
        .put("terminal", settings.terminal())
        .put("interactive", settings.interactive())
        .build();
  }

  private static List<JsonObject> mounts(List<MountPoint> mounts) {
    List<JsonObject> written = new ArrayList<>();
    for (MountPoint mount : mounts) {
      written.add(
          JsonObject.builder()
              .put("volume", mount.volume())
              .put("source", mount.source().toString())
              .put("target", mount.target())
              .put("readOnly", mount.readOnly())
              .put("chosen", mount.chosen())
              .build());
    }
    return written;
  }

  static ContainerSettings read(JsonObject json) throws JsonException {
    List<MountPoint> mounts = new ArrayList<>();
    for (JsonObject mount : json.objects("mounts")) {
      mounts.add(
          new MountPoint(
              mount.requireString("volume"),
              Path.of(mount.requireString("source")),
              mount.requireString("target"),
              mount.bool("readOnly").orElse(false),
              mount.bool("chosen").orElse(true)));
    }
    return new ContainerSettings(
        ContainerConfigJson.read(json.requireObject("config")),
        json.requireString("hostname"),
        json.requireString("network").equals("none") ? NetworkMode.NONE : NetworkMode.HOST,
        new Resources(
            json.requireInteger("memory"),
            json.requireInteger("memorySwap"),
            json.requireInteger("nanoCpus"),
            json.requireInteger("pids")),
        mounts,
        json.bool("terminal").orElse(false),
        json.bool("interactive").orElse(false));
  }
}
