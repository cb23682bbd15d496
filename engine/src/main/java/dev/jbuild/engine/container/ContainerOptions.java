package dev.jbuild.engine.container;

import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.Resources;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a user asked for in `run`, as given; what the image says is not in here.
///
/// @param image a name or id
/// @param command replaces the image's `CMD` unless empty
/// @param entrypointOrNull replaces the image's `ENTRYPOINT` and `CMD`; empty takes it away
/// @param env `NAME=value`; wins over the image's
/// @param workingDirectoryOrNull replaces the image's `WORKDIR`
/// @param userOrNull replaces the image's `USER`
/// @param volumes what is mounted
/// @param nameOrNull a name of the user's choice
/// @param hostnameOrNull a host name of the user's choice
/// @param autoRemove whether the container is removed when it has ended
/// @param interactive whether it gets the caller's input
/// @param terminal whether it gets a terminal
public record ContainerOptions(
    String image,
    List<String> command,
    @Nullable List<String> entrypointOrNull,
    List<String> env,
    @Nullable String workingDirectoryOrNull,
    @Nullable String userOrNull,
    List<VolumeMount> volumes,
    @Nullable String nameOrNull,
    @Nullable String hostnameOrNull,
    NetworkMode network,
    Resources resources,
    boolean autoRemove,
    boolean interactive,
    boolean terminal) {

  public ContainerOptions {
    Objects.requireNonNull(image);
    command = List.copyOf(command);
    entrypointOrNull = entrypointOrNull == null ? null : List.copyOf(entrypointOrNull);
    env = List.copyOf(env);
    volumes = List.copyOf(volumes);
    if (nameOrNull != null && !nameOrNull.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
      throw new IllegalArgumentException(
          "container name '"
              + nameOrNull
              + "' is not made of two or more letters, digits, '_', '.' and '-'");
    }
    if (workingDirectoryOrNull != null && !workingDirectoryOrNull.startsWith("/")) {
      throw new IllegalArgumentException(
          "working directory '" + workingDirectoryOrNull + "' is not an absolute path");
    }
  }

  Optional<String> name() {
    return Optional.ofNullable(nameOrNull);
  }

  Optional<List<String>> entrypoint() {
    return Optional.ofNullable(entrypointOrNull);
  }

  Optional<String> user() {
    return Optional.ofNullable(userOrNull);
  }

  Optional<String> workingDirectory() {
    return Optional.ofNullable(workingDirectoryOrNull);
  }

  Optional<String> hostname() {
    return Optional.ofNullable(hostnameOrNull);
  }

  /// Options for an image with nothing else asked for: the host's network, no limits.
  public static Builder builder(String image) {
    return new Builder(image);
  }

  /// Collects options; each setter replaces what was there.
  public static final class Builder {
    private final String image;
    private List<String> command = List.of();
    private @Nullable List<String> entrypoint;
    private List<String> env = List.of();
    private @Nullable String workingDirectory;
    private @Nullable String user;
    private List<VolumeMount> volumes = List.of();
    private @Nullable String name;
    private @Nullable String hostname;
    private NetworkMode network = NetworkMode.HOST;
    private Resources resources = Resources.UNLIMITED;
    private boolean autoRemove;
    private boolean interactive;
    private boolean terminal;

    private Builder(String image) {
      this.image = image;
    }

    public Builder command(List<String> value) {
      command = value;
      return this;
    }

    public Builder entrypoint(@Nullable List<String> value) {
      entrypoint = value;
      return this;
    }

    public Builder env(List<String> value) {
      env = value;
      return this;
    }

    public Builder workingDirectory(@Nullable String value) {
      workingDirectory = value;
      return this;
    }

    public Builder user(@Nullable String value) {
      user = value;
      return this;
    }

    public Builder volumes(List<VolumeMount> value) {
      volumes = value;
      return this;
    }

    public Builder name(@Nullable String value) {
      name = value;
      return this;
    }

    public Builder hostname(@Nullable String value) {
      hostname = value;
      return this;
    }

    public Builder network(NetworkMode value) {
      network = value;
      return this;
    }

    public Builder resources(Resources value) {
      resources = value;
      return this;
    }

    public Builder autoRemove(boolean value) {
      autoRemove = value;
      return this;
    }

    public Builder interactive(boolean value) {
      interactive = value;
      return this;
    }

    public Builder terminal(boolean value) {
      terminal = value;
      return this;
    }

    public ContainerOptions build() {
      return new ContainerOptions(
          image,
          command,
          entrypoint,
          env,
          workingDirectory,
          user,
          volumes,
          name,
          hostname,
          network,
          resources,
          autoRemove,
          interactive,
          terminal);
    }
  }
}
