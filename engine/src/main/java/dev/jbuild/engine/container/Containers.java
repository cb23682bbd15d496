package dev.jbuild.engine.container;

import dev.jbuild.layer.Store;
import dev.jbuild.layer.snapshot.Snapshots;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.launch.ProcessSignals;
import dev.jbuild.runtime.launch.StatusFile;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The containers of one store. Safe for many threads and processes at once.
public final class Containers {
  private static final int SIGKILL = 9;
  private static final long LONGEST_KILL_MILLIS = 10_000;

  private final Store store;
  private final ContainerRecords records;
  private final Volumes volumes;
  private final Launch launch;
  private final Removal removal;
  private final ContainerRuntime runtime;
  private final ProcessSignals signals;
  private final Host host;

  /// The containers of a store on a host.
  ///
  /// @param snapshots decides how containers get their roots
  /// @param random makes ids and names; ids must not repeat
  public Containers(
      Store store,
      Snapshots snapshots,
      ContainerRuntime runtime,
      ProcessSignals signals,
      Host host,
      RandomGenerator random,
      InstantSource clock) {
    this.store = store;
    this.records = new ContainerRecords(store, random);
    this.volumes = new Volumes(store.root(), random);
    this.removal = new Removal(store, records, volumes, runtime);
    this.launch = new Launch(store, snapshots, runtime, records, volumes, host, random, clock);
    this.runtime = runtime;
    this.signals = signals;
    this.host = host;
  }

  /// Makes a container and starts its command, with the standard streams of this process.
  ///
  /// @throws IllegalArgumentException when the options and the image do not fit together
  /// @throws ContainerConflictException when the name is taken
  /// @throws ContainerException when it cannot be started
  public StartedContainer start(ContainerOptions options)
      throws IOException, ContainerException, InterruptedException {
    clearLeftovers();
    return launch.start(options);
  }

  /// Passes on a signal that came before [#start] returned: one that ends programs ends the copying
  /// of a root, which is what takes time; then [#start] throws InterruptedException.
  ///
  /// @return whether that was so; otherwise the signal has to wait for the container
  public boolean interruptStart(int signal) {
    return launch.interrupt(signal);
  }

  /// All containers with their states, latest first. Those that were to be removed at their end,
  /// and have ended without anyone there to do it, are removed and not told.
  public List<Container> list() throws IOException {
    List<Container> containers = new ArrayList<>();
    for (ContainerRecord record : records.list()) {
      ContainerState state = state(record);
      // whoever was to remove it was killed; those that run need no look at their processes
      if (state instanceof ContainerState.Running || !removal.removeIfOver(record, host)) {
        containers.add(new Container(record, state));
      }
    }
    containers.sort(
        // a plain lambda comes from the AOT cache, a comparator made by a combinator does not
        (a, b) -> {
          int order = b.record().created().compareTo(a.record().created());
          return order != 0 ? order : a.record().id().compareTo(b.record().id());
        });
    return List.copyOf(containers);
  }

  /// The container with this name, id, or beginning of an id.
  public Optional<Container> find(String nameOrId) throws IOException {
    Optional<ContainerRecord> record = records.find(nameOrId);
    return record.isEmpty()
        ? Optional.empty()
        : Optional.of(new Container(record.get(), state(record.get())));
  }

  private ContainerState state(ContainerRecord record) throws IOException {
    return States.of(ContainerDirectory.of(store.root(), record.id()).status());
  }

  /// Removes a container with what it changed and its anonymous volumes.
  ///
  /// @param force whether to kill it first if it runs
  /// @throws ContainerConflictException when it runs and `force` is not given
  public void remove(Container container, boolean force)
      throws IOException, ContainerException, InterruptedException {
    if (container.state() instanceof ContainerState.Running running) {
      if (!force) {
        throw new ContainerConflictException(
            "container '%s' is running as process %d, end it first or remove it with -f"
                .formatted(container.record().name(), running.pid()));
      }
      kill(container.record());
    }
    removal.remove(container.record());
    runtime.clear(container.record().id());
    runtime.clearLeftovers();
  }

  /// Removes a volume with all that is in it; nothing happens when there is none of this name.
  public void removeVolume(String name) throws IOException {
    volumes.remove(List.of(name));
  }

  private void kill(ContainerRecord record)
      throws IOException, ContainerException, InterruptedException {
    StatusFile status = ContainerDirectory.of(store.root(), record.id()).status();
    Optional<StatusFile.Started> started = status.started();
    if (started.isPresent()) {
      try {
        signals.send(record.id(), started.get().process(), SIGKILL);
      } catch (ContainerException e) {
        // an ordinary user's container runs as another user of another namespace; the launcher is
        // ours, and ends it with itself
        signals.send(record.id(), started.get().shim(), SIGKILL);
      }
    }
    for (long waited = 0; status.exited().isEmpty() && status.isAlive(); waited += 5) {
      if (waited > LONGEST_KILL_MILLIS) {
        throw new ContainerException(
            record.id(),
            ContainerException.Cause.RUNTIME,
            "remove container '%s': it did not end within %d s of being killed, its process hangs in the kernel"
                .formatted(record.name(), LONGEST_KILL_MILLIS / 1000));
      }
      Thread.sleep(5);
    }
  }

  /// Removes what crashes left: containers to be removed at their end that have ended without
  /// anyone there to do it, and files that belong to no record. Cheap when there is nothing.
  public void clearLeftovers() throws IOException {
    removal.clearLeftovers(host);
  }
}
