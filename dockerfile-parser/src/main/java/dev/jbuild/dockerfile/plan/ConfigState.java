package dev.jbuild.dockerfile.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The part of an image's configuration that a Dockerfile can change, of a base or of a finished
/// stage.
///
/// @param environment `NAME=value` in order of first definition
/// @param workingDirectory empty when not set
/// @param entrypoint null when not set; differs from an empty list
/// @param cmd null when not set; differs from an empty list
/// @param argsEscaped set by CMD and ENTRYPOINT in shell form, as BuildKit does
/// @param exposedPorts such as `80/tcp`
/// @param shell null when not set
/// @param healthCheck null when not set
/// @param stopSignal empty when not set
/// @param onBuild triggers for images built from this one
public record ConfigState(
    String author,
    List<String> environment,
    String user,
    String workingDirectory,
    @Nullable List<String> entrypoint,
    @Nullable List<String> cmd,
    boolean argsEscaped,
    SortedMap<String, String> labels,
    SortedSet<String> volumes,
    SortedSet<String> exposedPorts,
    @Nullable List<String> shell,
    @Nullable HealthCheck healthCheck,
    String stopSignal,
    List<String> onBuild) {

  public ConfigState {
    environment = List.copyOf(environment);
    entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    cmd = cmd == null ? null : List.copyOf(cmd);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
    shell = shell == null ? null : List.copyOf(shell);
    onBuild = List.copyOf(onBuild);
  }

  /// The configuration of `scratch`: nothing set.
  public static ConfigState empty() {
    return new Builder().build();
  }

  /// A builder that starts from this configuration.
  public Builder toBuilder() {
    Builder b = new Builder();
    b.author = author;
    environment.forEach(b::addEnvironment);
    b.user = user;
    b.workingDirectory = workingDirectory;
    b.entrypoint = entrypoint;
    b.cmd = cmd;
    b.argsEscaped = argsEscaped;
    b.labels.putAll(labels);
    b.volumes.addAll(volumes);
    b.exposedPorts.addAll(exposedPorts);
    b.shell = shell;
    b.healthCheck = healthCheck;
    b.stopSignal = stopSignal;
    b.onBuild.addAll(onBuild);
    return b;
  }

  /// Collects a configuration. Not safe for use by several threads.
  public static final class Builder {
    String author = "";
    private final List<String> environment = new ArrayList<>();
    private final Map<String, Integer> placeOfVariable = new HashMap<>();
    String user = "";
    String workingDirectory = "";
    @Nullable List<String> entrypoint;
    @Nullable List<String> cmd;
    boolean argsEscaped;
    final TreeMap<String, String> labels = new TreeMap<>();
    final TreeSet<String> volumes = new TreeSet<>();
    final TreeSet<String> exposedPorts = new TreeSet<>();
    @Nullable List<String> shell;
    @Nullable HealthCheck healthCheck;
    String stopSignal = "";
    final List<String> onBuild = new ArrayList<>();

    public Builder author(String value) {
      author = value;
      return this;
    }

    /// Adds `name=value`, replacing an earlier value in its place.
    public Builder environment(String name, String value) {
      String entry = name + "=" + value;
      Integer place = placeOfVariable.get(name);
      if (place != null) {
        environment.set(place, entry);
      } else {
        addEnvironment(entry);
      }
      return this;
    }

    private void addEnvironment(String entry) {
      int equals = entry.indexOf('=');
      if (equals >= 0) {
        placeOfVariable.putIfAbsent(entry.substring(0, equals), environment.size());
      }
      environment.add(entry);
    }

    /// Removes a variable.
    void unsetEnvironment(String name) {
      List<String> before = List.copyOf(environment);
      environment.clear();
      placeOfVariable.clear();
      for (String entry : before) {
        if (!entry.startsWith(name + "=")) {
          addEnvironment(entry);
        }
      }
    }

    List<String> exposedPorts() {
      return List.copyOf(exposedPorts);
    }

    boolean hasEnvironment(String name) {
      return placeOfVariable.containsKey(name);
    }

    /// The variables as `NAME=value`, as they are now.
    List<String> environment() {
      return List.copyOf(environment);
    }

    /// Number of entries that a copy of this has.
    int size() {
      return environment.size()
          + labels.size()
          + volumes.size()
          + exposedPorts.size()
          + onBuild.size();
    }

    public Builder user(String value) {
      user = value;
      return this;
    }

    public Builder workingDirectory(String value) {
      workingDirectory = value;
      return this;
    }

    public Builder entrypoint(@Nullable List<String> value) {
      entrypoint = value;
      return this;
    }

    public Builder cmd(@Nullable List<String> value) {
      cmd = value;
      return this;
    }

    public Builder argsEscaped(boolean value) {
      argsEscaped = value;
      return this;
    }

    public Builder label(String name, String value) {
      labels.put(name, value);
      return this;
    }

    public Builder volume(String path) {
      volumes.add(path);
      return this;
    }

    public Builder exposedPort(String port) {
      exposedPorts.add(port);
      return this;
    }

    public Builder shell(@Nullable List<String> value) {
      shell = value;
      return this;
    }

    public Builder healthCheck(@Nullable HealthCheck value) {
      healthCheck = value;
      return this;
    }

    public Builder stopSignal(String value) {
      stopSignal = value;
      return this;
    }

    public Builder onBuild(String trigger) {
      onBuild.add(trigger);
      return this;
    }

    public ConfigState build() {
      return new ConfigState(
          author,
          environment,
          user,
          workingDirectory,
          entrypoint,
          cmd,
          argsEscaped,
          labels,
          volumes,
          exposedPorts,
          shell,
          healthCheck,
          stopSignal,
          onBuild);
    }
  }
}
