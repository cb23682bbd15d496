package dev.jbuild.engine.container;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Environment;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How a container was set up: what the image says with the user's options laid over it. Kept with
/// the container, so that it can be told when the image is gone.
///
/// @param config the image's configuration with the options that replace parts of it
/// @param terminal whether it has a terminal of its own
/// @param interactive whether it has the input of who started it
public record ContainerSettings(
    ContainerConfig config,
    String hostname,
    NetworkMode network,
    Resources resources,
    List<MountPoint> mounts,
    boolean terminal,
    boolean interactive) {

  /// One thing that is mounted in a container.
  ///
  /// @param volume the name of the volume, empty for a path of the host
  /// @param chosen whether the user named its source, as opposed to a volume made for the occasion
  public record MountPoint(
      String volume, Path source, String target, boolean readOnly, boolean chosen) {}

  /// The settings of a container of which nothing was kept.
  static final ContainerSettings UNKNOWN =
      new ContainerSettings(
          ContainerConfig.EMPTY,
          "",
          NetworkMode.HOST,
          Resources.UNLIMITED,
          List.of(),
          false,
          false);

  public ContainerSettings {
    Objects.requireNonNull(config);
    Objects.requireNonNull(hostname);
    Objects.requireNonNull(network);
    Objects.requireNonNull(resources);
    mounts = List.copyOf(mounts);
  }

  static ContainerSettings of(
      ContainerOptions options, ContainerConfig image, String hostname, List<MountPoint> mounts) {
    return new ContainerSettings(
        config(options, image),
        hostname,
        options.network(),
        options.resources(),
        mounts,
        options.terminal(),
        options.interactive());
  }

  private static ContainerConfig config(ContainerOptions options, ContainerConfig image) {
    List<String> env = new ArrayList<>(image.env());
    for (String entry : options.env()) {
      env = Environment.with(env, Environment.nameOf(entry), Environment.valueOf(entry));
    }
    boolean replaced = options.entrypoint().isPresent() || !options.command().isEmpty();
    return image.toBuilder()
        .env(env)
        .entrypoint(options.entrypoint().orElse(image.entrypoint()))
        .cmd(replaced ? options.command() : image.cmd())
        .user(options.user().orElse(image.user()))
        .workingDir(options.workingDirectory().orElse(image.workingDir()))
        .build();
  }
}
