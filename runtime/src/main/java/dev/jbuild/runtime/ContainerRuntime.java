package dev.jbuild.runtime;

/// Starts containers.
public interface ContainerRuntime {

  /// Starts a container and returns at once, before its command runs. What goes wrong between here
  /// and the command is told by [RunningContainer#waitFor()]. Any number of containers may be
  /// started at the same time.
  ///
  /// @throws ContainerException when there is nothing to wait for: the plan could not be written or
  ///   the launcher could not be started
  RunningContainer start(ContainerSpec spec) throws ContainerException;

  /// Removes what one container of a runtime that was killed has left on the host. Nothing happens
  /// to one that still has processes.
  void clear(String id);

  /// Removes what the containers of runtimes that were killed have left on the host. Safe beside
  /// containers that run or are being started.
  void clearLeftovers();
}
