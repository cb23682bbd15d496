package dev.jbuild.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// How a container of an image runs by default: the `config` object of an image configuration.
///
/// Follows the OCI image specification, "OCI Image Configuration", property `config`, and Docker's
/// additions (`Healthcheck`, `Shell`, `OnBuild`). Empty strings and lists stand for what is not
/// given. `env` holds `NAME=value`, in order, each name once.
public record ContainerConfig(
    String user,
    SequencedSet<String> exposedPorts,
    List<String> env,
    List<String> entrypoint,
    List<String> cmd,
    SequencedSet<String> volumes,
    String workingDir,
    Map<String, String> labels,
    String stopSignal,
    @Nullable Healthcheck healthcheckOrNull,
    List<String> shell,
    List<String> onBuild) {

  /// The configuration of `FROM scratch`: nothing set.
  public static final ContainerConfig EMPTY =
      new ContainerConfig(
          "",
          new LinkedHashSet<>(),
          List.of(),
          List.of(),
          List.of(),
          new LinkedHashSet<>(),
          "",
          Map.of(),
          "",
          null,
          List.of(),
          List.of());

  public ContainerConfig {
    Objects.requireNonNull(user);
    Objects.requireNonNull(workingDir);
    Objects.requireNonNull(stopSignal);
    exposedPorts = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exposedPorts));
    env = List.copyOf(env);
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    volumes = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(volumes));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    shell = List.copyOf(shell);
    onBuild = List.copyOf(onBuild);
  }

  /// The health check, when the image has one.
  public Optional<Healthcheck> healthcheck() {
    return Optional.ofNullable(healthcheckOrNull);
  }

  /// The value of an environment variable.
  public Optional<String> env(String name) {
    String prefix = name + "=";
    return env.stream()
        .filter(e -> e.startsWith(prefix))
        .map(e -> e.substring(prefix.length()))
        .findFirst();
  }

  /// A builder that starts from this configuration.
  public Builder toBuilder() {
    return new Builder(this);
  }

  /// Collects the parts of a configuration; each setter replaces what was there.
  public static final class Builder {
    private String user;
    private SequencedSet<String> exposedPorts;
    private List<String> env;
    private List<String> entrypoint;
    private List<String> cmd;
    private SequencedSet<String> volumes;
    private String workingDir;
    private Map<String, String> labels;
    private String stopSignal;
    private @Nullable Healthcheck healthcheck;
    private List<String> shell;
    private List<String> onBuild;

    private Builder(ContainerConfig from) {
      user = from.user;
      exposedPorts = from.exposedPorts;
      env = from.env;
      entrypoint = from.entrypoint;
      cmd = from.cmd;
      volumes = from.volumes;
      workingDir = from.workingDir;
      labels = from.labels;
      stopSignal = from.stopSignal;
      healthcheck = from.healthcheckOrNull;
      shell = from.shell;
      onBuild = from.onBuild;
    }

    public Builder user(String value) {
      user = value;
      return this;
    }

    public Builder exposedPorts(SequencedSet<String> value) {
      exposedPorts = value;
      return this;
    }

    public Builder env(List<String> value) {
      env = value;
      return this;
    }

    public Builder entrypoint(List<String> value) {
      entrypoint = value;
      return this;
    }

    public Builder cmd(List<String> value) {
      cmd = value;
      return this;
    }

    public Builder volumes(SequencedSet<String> value) {
      volumes = value;
      return this;
    }

    public Builder workingDir(String value) {
      workingDir = value;
      return this;
    }

    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    public Builder stopSignal(String value) {
      stopSignal = value;
      return this;
    }

    public Builder healthcheck(@Nullable Healthcheck value) {
      healthcheck = value;
      return this;
    }

    public Builder shell(List<String> value) {
      shell = value;
      return this;
    }

    public Builder onBuild(List<String> value) {
      onBuild = value;
      return this;
    }

    /// Sets one environment variable, in its old place if it had one.
    public Builder env(String name, String value) {
      env = Environment.with(env, name, value);
      return this;
    }

    public ContainerConfig build() {
      return new ContainerConfig(
          user,
          exposedPorts,
          env,
          entrypoint,
          cmd,
          volumes,
          workingDir,
          labels,
          stopSignal,
          healthcheck,
          shell,
          onBuild);
    }
  }
}
