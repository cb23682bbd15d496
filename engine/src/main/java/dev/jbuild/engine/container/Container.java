package dev.jbuild.engine.container;

/// A container and how it fares at the moment.
public record Container(ContainerRecord record, ContainerState state) {

  /// Whether its command runs.
  public boolean isRunning() {
    return state instanceof ContainerState.Running;
  }
}
