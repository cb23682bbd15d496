package dev.jbuild.image.json;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Healthcheck;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The `config` object of an image configuration.
public final class ContainerConfigJson {
  private ContainerConfigJson() {}

  /// Reads the object; members that are not known are left out.
  public static ContainerConfig read(JsonObject json) throws JsonException {
    Optional<JsonObject> health = json.object("Healthcheck");
    return new ContainerConfig(
        json.text("User"),
        keys(json, "ExposedPorts"),
        json.strings("Env"),
        json.strings("Entrypoint"),
        json.strings("Cmd"),
        keys(json, "Volumes"),
        json.text("WorkingDir"),
        json.stringMap("Labels"),
        json.text("StopSignal"),
        health.isPresent() ? readHealthcheck(health.get()) : null,
        json.strings("Shell"),
        json.strings("OnBuild"));
  }

  /// Writes the object; empty parts are left out, sets and maps are sorted as Go does.
  public static JsonObject write(ContainerConfig c) {
    return JsonObject.builder()
        .putIfPresent("User", c.user())
        .putIfPresent("ExposedPorts", set(c.exposedPorts()))
        .putIfPresent("Env", c.env())
        .putIfPresent("Entrypoint", c.entrypoint())
        .putIfPresent("Cmd", c.cmd())
        .putIfPresent("Healthcheck", c.healthcheck().map(ContainerConfigJson::write).orElse(null))
        .putIfPresent("Volumes", set(c.volumes()))
        .putIfPresent("WorkingDir", c.workingDir())
        .putIfPresent("OnBuild", c.onBuild())
        .putIfPresent("Labels", new TreeMap<>(c.labels()))
        .putIfPresent("StopSignal", c.stopSignal())
        .putIfPresent("Shell", c.shell())
        .build();
  }

  private static SequencedSet<String> keys(JsonObject json, String name) throws JsonException {
    Optional<JsonObject> object = json.object(name);
    return object.isPresent()
        ? new LinkedHashSet<>(object.get().members().keySet())
        : new LinkedHashSet<>();
  }

  private static Map<String, JsonObject> set(SequencedSet<String> names) {
    Map<String, JsonObject> set = new TreeMap<>();
    for (String name : names) {
      set.put(name, new JsonObject(new LinkedHashMap<String, @Nullable Object>()));
    }
    return set;
  }

  private static Healthcheck readHealthcheck(JsonObject json) throws JsonException {
    return new Healthcheck(
        json.strings("Test"),
        nanos(json, "Interval"),
        nanos(json, "Timeout"),
        nanos(json, "StartPeriod"),
        nanos(json, "StartInterval"),
        Math.toIntExact(Math.clamp(json.integer("Retries").orElse(0L), 0L, Integer.MAX_VALUE)));
  }

  private static JsonObject write(Healthcheck h) {
    return JsonObject.builder()
        .putIfPresent("Test", h.test())
        .putIfPresent("Interval", nonZero(h.interval().toNanos()))
        .putIfPresent("Timeout", nonZero(h.timeout().toNanos()))
        .putIfPresent("StartPeriod", nonZero(h.startPeriod().toNanos()))
        .putIfPresent("StartInterval", nonZero(h.startInterval().toNanos()))
        .putIfPresent("Retries", nonZero(h.retries()))
        .build();
  }

  private static @Nullable Long nonZero(long value) {
    return value == 0 ? null : Long.valueOf(value);
  }

  private static Duration nanos(JsonObject json, String name) throws JsonException {
    return Duration.ofNanos(json.integer(name).orElse(0L));
  }
}
