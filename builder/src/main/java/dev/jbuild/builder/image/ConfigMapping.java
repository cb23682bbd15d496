package dev.jbuild.builder.image;

import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.HealthCheck;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Environment;
import dev.jbuild.image.Healthcheck;
import dev.jbuild.image.ImageConfig;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translates configurations between the planner, which knows no images, and the image model.
public final class ConfigMapping {
  private ConfigMapping() {}

  /// What a base image passes on to a build.
  public static ConfigState toPlan(ImageConfig image) {
    ContainerConfig c = image.config();
    ConfigState.Builder state =
        ConfigState.empty().toBuilder()
            .author(image.author())
            .user(c.user())
            .workingDirectory(c.workingDir())
            .entrypoint(orNull(c.entrypoint()))
            .cmd(orNull(c.cmd()))
            .shell(orNull(c.shell()))
            .stopSignal(c.stopSignal())
            .healthCheck(c.healthcheck().map(ConfigMapping::toPlan).orElse(null));
    for (String entry : c.env()) {
      state.environment(Environment.nameOf(entry), Environment.valueOf(entry));
    }
    c.labels().forEach(state::label);
    c.volumes().forEach(state::volume);
    c.exposedPorts().forEach(state::exposedPort);
    c.onBuild().forEach(state::onBuild);
    return state.build();
  }

  private static @Nullable List<String> orNull(List<String> list) {
    return list.isEmpty() ? null : list;
  }

  private static HealthCheck toPlan(Healthcheck h) {
    return new HealthCheck(
        h.test(), h.interval(), h.timeout(), h.startPeriod(), h.startInterval(), h.retries());
  }

  /// The `config` object of the image that a finished stage becomes.
  public static ContainerConfig toImage(ConfigState state) {
    HealthCheck health = state.healthCheck();
    return ContainerConfig.EMPTY.toBuilder()
        .user(state.user())
        .exposedPorts(new LinkedHashSet<>(state.exposedPorts()))
        .env(state.environment())
        .entrypoint(orEmpty(state.entrypoint()))
        .cmd(orEmpty(state.cmd()))
        .volumes(new LinkedHashSet<>(state.volumes()))
        .workingDir(state.workingDirectory())
        .labels(state.labels())
        .stopSignal(state.stopSignal())
        .healthcheck(health == null ? null : toImage(health))
        .shell(orEmpty(state.shell()))
        .onBuild(state.onBuild())
        .build();
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  private static Healthcheck toImage(HealthCheck h) {
    return new Healthcheck(
        h.test(), h.interval(), h.timeout(), h.startPeriod(), h.startInterval(), h.retries());
  }
}
