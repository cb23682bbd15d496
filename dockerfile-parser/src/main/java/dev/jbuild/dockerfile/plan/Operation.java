package dev.jbuild.dockerfile.plan;

import java.util.List;
import java.util.Optional;

/// An instruction that changes the root file system; each makes one layer and belongs to one
/// history entry that is not empty, in the same order.
public sealed interface Operation {

  /// How the operation presents itself.
  Step step();

  /// Runs a command in the root.
  ///
  /// @param arguments complete, the shell included
  /// @param environment `NAME=value` of ENV and of the ARGs in scope, in order; part of the cache
  ///   key
  /// @param proxyEnvironment proxy variables from build arguments; not part of the cache key
  /// @param workingDirectory absolute; made if missing
  /// @param user empty for root
  /// @param scripts files to show read-only, mode 0755, at `/dev/pipes/NAME`
  record Run(
      Step step,
      List<String> arguments,
      List<String> environment,
      List<String> proxyEnvironment,
      String workingDirectory,
      String user,
      Network network,
      boolean insecure,
      List<Mount> mounts,
      List<Device> devices,
      List<Script> scripts)
      implements Operation {

    public Run {
      arguments = List.copyOf(arguments);
      environment = SharedList.copyOf(environment);
      proxyEnvironment = List.copyOf(proxyEnvironment);
      mounts = List.copyOf(mounts);
      devices = List.copyOf(devices);
      scripts = List.copyOf(scripts);
    }
  }

  /// Copies files into the root.
  ///
  /// @param add whether the instruction was ADD
  /// @param from origin of the [CopySource.Path] sources
  /// @param destination absolute; ends in `/` or `/.` when it must be a directory
  /// @param owner `user[:group]` of `--chown`; without it 0:0
  /// @param excludes patterns of `--exclude`
  /// @param parents whether source paths are kept under the destination
  /// @param link whether the copy is independent of what lies below
  record Copy(
      Step step,
      boolean add,
      Origin from,
      List<CopySource> sources,
      String destination,
      Optional<String> owner,
      Optional<ModeChange> mode,
      List<String> excludes,
      boolean parents,
      boolean link,
      Unpack unpack)
      implements Operation {

    public Copy {
      sources = List.copyOf(sources);
      excludes = List.copyOf(excludes);
    }
  }

  /// Makes a directory and its missing parents, mode 0755: WORKDIR.
  ///
  /// @param path absolute and clean, never `/`
  /// @param owner `user[:group]` of USER, empty for root
  record MakeDirectory(Step step, String path, Optional<String> owner) implements Operation {}

  /// The network a RUN sees.
  enum Network {
    DEFAULT,
    NONE,
    HOST
  }

  /// A device of `RUN --device`, by its CDI name.
  record Device(String name, boolean required) {}

  /// A heredoc that starts with `#!`.
  record Script(String name, String content) {}
}
