package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.HealthCheck;
import dev.jbuild.dockerfile.plan.HistoryStep;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The configuration of the image that a plan makes.
final class ImageFacet {

  private ImageFacet() {}

  static JsonObject of(BuildPlan plan, String platformName, World world) throws IOException {
    StagePlan target = plan.target();
    String[] platform = platformName.split("/");
    World.Ancestry ancestry =
        rootBase(plan, target) instanceof Base.Image base
            ? world.ancestry(base)
            : World.Ancestry.NONE;
    List<Map<String, @Nullable Object>> history = new ArrayList<>();
    for (World.PastStep step : ancestry.history()) {
      history.add(
          new JsonObject()
              .putSet("created", step.created())
              .putSet("created_by", step.createdBy())
              .putSet("author", step.author())
              .putSet("comment", step.comment())
              .putSet("empty_layer", step.emptyLayer())
              .map());
    }
    for (HistoryStep step : target.history()) {
      history.add(
          new JsonObject()
              .put("created_by", step.createdBy())
              .put("comment", HistoryStep.COMMENT)
              .putSet("empty_layer", step.emptyLayer())
              .map());
    }
    JsonObject layers =
        new JsonObject()
            .put("type", "layers")
            .put("diff_ids", ancestry.diffIds().isEmpty() ? null : ancestry.diffIds());
    return new JsonObject()
        .put("os", platform[0])
        .put("architecture", platform[1])
        .putSet("variant", platform.length > 2 ? platform[2] : "")
        .putSet("author", target.config().author())
        .put("config", config(target.config()))
        .putSet("history", history)
        .put("rootfs", layers);
  }

  static Base rootBase(BuildPlan plan, StagePlan stage) {
    StagePlan at = stage;
    while (at.base() instanceof Base.Stage(int index)) {
      at = plan.stage(index);
    }
    return at.base();
  }

  private static JsonObject config(ConfigState config) {
    List<String> entrypoint = config.entrypoint();
    List<String> cmd = config.cmd();
    List<String> shell = config.shell();
    HealthCheck health = config.healthCheck();
    return new JsonObject()
        .putSet("User", config.user())
        .putSet("ExposedPorts", set(config.exposedPorts()))
        .putSet("Env", config.environment())
        .putSet("Entrypoint", entrypoint)
        .putSet("Cmd", cmd)
        .putSet("Volumes", set(config.volumes()))
        .putSet("WorkingDir", config.workingDirectory())
        .putSet("Labels", config.labels())
        .putSet("StopSignal", config.stopSignal())
        .putSet("ArgsEscaped", config.argsEscaped())
        .putSet("Healthcheck", health == null ? null : health(health))
        .putSet("OnBuild", config.onBuild())
        .putSet("Shell", shell);
  }

  private static Map<String, Object> set(Iterable<String> keys) {
    Map<String, Object> map = new TreeMap<>();
    keys.forEach(key -> map.put(key, Map.of()));
    return map;
  }

  private static JsonObject health(HealthCheck check) {
    return new JsonObject()
        .put("Test", check.test())
        .putSet("Interval", check.interval().toNanos())
        .putSet("Timeout", check.timeout().toNanos())
        .putSet("StartPeriod", check.startPeriod().toNanos())
        .putSet("StartInterval", check.startInterval().toNanos())
        .putSet("Retries", check.retries());
  }
}
