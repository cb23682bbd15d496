package dev.jbuild.engine.container;

import dev.jbuild.engine.image.ImageDescription;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.image.json.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A container as `docker inspect` shows it.
public final class ContainerDescription {
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private ContainerDescription() {}

  /// Describes a container by its record and state.
  public static JsonObject of(Container container) {
    ContainerRecord record = container.record();
    List<String> argv = record.argv();
    return JsonObject.builder()
        .put("Id", record.id())
        .put("Created", Times.write(record.created()))
        .put("Path", argv.isEmpty() ? "" : argv.getFirst())
        .put("Args", argv.isEmpty() ? List.of() : argv.subList(1, argv.size()))
        .put("State", state(container.state()))
        .put("Image", record.imageId().toString())
        .put("Name", "/" + record.name())
        .put("RestartCount", 0)
        .put("Platform", "linux")
        .put("HostConfig", HostConfigDescription.of(record.settings(), record.autoRemove()))
        .put("Mounts", HostConfigDescription.mounts(record.settings().mounts()))
        .put("Config", configuration(record))
        .put("NetworkSettings", networks(record.settings()))
        .build();
  }

  private static JsonObject configuration(ContainerRecord record) {
    ContainerSettings settings = record.settings();
    JsonObject.Builder json = JsonObject.builder();
    ImageDescription.configuration(settings.config())
        .members()
        .forEach((name, value) ->
            json.put(
                name,
                switch (name) {
                  case "Hostname" -> settings.hostname();
                  case "AttachStdout", "AttachStderr" -> true;
                  case "AttachStdin", "OpenStdin", "StdinOnce" -> settings.interactive();
                  case "Tty" -> settings.terminal();
                  case "Image" -> record.image();
                  default -> value;
                }));
    return json.build();
  }

  private static JsonObject networks(ContainerSettings settings) {
    JsonObject nothing = JsonObject.builder().put("IPAddress", "").put("Gateway", "").build();
    return JsonObject.builder()
        .put("Ports", Map.of())
        .put("IPAddress", "")
        .put("Gateway", "")
        .put("Networks", Map.of(HostConfigDescription.network(settings), nothing))
        .build();
  }

  private static JsonObject state(ContainerState state) {
    return switch (state) {
      case ContainerState.Created _ -> state("created", 0, 0, "", NO_TIME, NO_TIME, false);
      case ContainerState.NotStarted s ->
          state("created", 0, s.exitCode(), s.reason(), NO_TIME, time(s.at()), false);
      case ContainerState.Running s ->
          state("running", s.pid(), 0, "", time(s.since()), NO_TIME, false);
      case ContainerState.Exited s ->
          state("exited", 0, s.exitCode(), "", time(s.since()), time(s.at()), s.oomKilled());
      case ContainerState.Lost s ->
          state("dead", 0, 137, "its launcher was killed", time(s.since()), NO_TIME, false);
    };
  }

  private static JsonObject state(
      String status,
      long pid,
      int exitCode,
      String error,
      String startedAt,
      String finishedAt,
      boolean oomKilled) {
    return JsonObject.builder()
        .put("Status", status)
        .put("Running", status.equals("running"))
        .put("Paused", false)
        .put("Restarting", false)
        .put("OOMKilled", oomKilled)
        .put("Dead", status.equals("dead"))
        .put("Pid", pid)
        .put("ExitCode", exitCode)
        .put("Error", error)
        .put("StartedAt", startedAt)
        .put("FinishedAt", finishedAt)
        .build();
  }

  private static String time(Instant instant) {
    return Times.write(instant);
  }
}
