package dev.jbuild.engine.container;

import java.time.Instant;

/// How a container fares.
public sealed interface ContainerState {

  /// Its command was not run yet.
  record Created() implements ContainerState {}

  /// Its command was not run and will not be.
  ///
  /// @param exitCode 125, 126 or 127
  record NotStarted(int exitCode, String reason, Instant at) implements ContainerState {}

  /// Its command runs.
  record Running(long pid, Instant since) implements ContainerState {}

  /// Its command has ended.
  record Exited(int exitCode, boolean oomKilled, Instant since, Instant at)
      implements ContainerState {}

  /// It was running when its launcher was killed, and the container with it.
  record Lost(Instant since) implements ContainerState {}
}
