package dev.jbuild.engine.container;

import dev.jbuild.runtime.launch.StatusFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Reads a container's state from what its launcher recorded.
final class States {
  private States() {}

  static ContainerState of(StatusFile status) throws IOException {
    // Alive is asked first: what ends in between is then seen in the record.
    boolean alive = status.isAlive();
    Optional<StatusFile.Failed> failed = status.failed();
    if (failed.isPresent()) {
      StatusFile.Failed f = failed.get();
      return new ContainerState.NotStarted(
          f.blame().exitCode(), f.call() + " " + f.subject(), f.at());
    }
    Optional<StatusFile.Started> started = status.started();
    Optional<StatusFile.Exited> exited = status.exited();
    if (exited.isPresent()) {
      StatusFile.Exited e = exited.get();
      Instant since = started.map(StatusFile.Started::at).orElse(e.at());
      return new ContainerState.Exited(
          e.status().exitCode(), e.status().oomKilled(), since, e.at());
    }
    if (started.isEmpty()) {
      return new ContainerState.Created();
    }
    return alive
        ? new ContainerState.Running(started.get().process().pid(), started.get().at())
        : new ContainerState.Lost(started.get().at());
  }
}
