package dev.jbuild.engine.container;

import dev.jbuild.layer.snapshot.Snapshots;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.ExitStatus;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.RunningContainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The running of a container's command: on an overlay, and once more on a copy if the kernel
/// mounts none, which is known only when the launcher has tried.
///
/// The lock guards what runs and the signals that wait for it; signals are sent outside of it.
final class Attempts {
  private final ContainerRuntime runtime;
  private final Snapshots snapshots;
  private final RootCopies copies;
  private final ContainerRecords records;
  private final ContainerRecord record;
  private final ContainerSpec.Builder builder;
  private final ContainerSpec spec;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Integer> waiting = new ArrayList<>();
  private @Nullable RunningContainer running;

  Attempts(
      ContainerRuntime runtime,
      Snapshots snapshots,
      RootCopies copies,
      ContainerRecords records,
      ContainerRecord record,
      ContainerSpec.Builder builder) {
    this.runtime = runtime;
    this.snapshots = snapshots;
    this.copies = copies;
    this.records = records;
    this.record = record;
    this.builder = builder;
    this.spec = builder.build();
  }

  void start() throws ContainerException {
    become(runtime.start(spec));
  }

  /// Passes a signal on to the first process. One that comes while the root is copied waits, or
  /// ends the copy if it is to end the process.
  void signal(int number) throws ContainerException, InterruptedException {
    if (isEnd(number) && copies.interrupt()) {
      return;
    }
    RunningContainer container;
    lock.lock();
    try {
      container = running;
      if (container == null) {
        waiting.add(number);
      }
    } finally {
      lock.unlock();
    }
    if (container != null) {
      container.signal(number);
    }
  }

  /// Whether a signal is how users end a program: HUP, INT or TERM.
  static boolean isEnd(int signal) {
    return signal == 1 || signal == 2 || signal == 15;
  }

  /// Waits for the end of the command.
  ///
  /// @throws ContainerException when it could not be run
  ExitStatus waitFor() throws ContainerException, InterruptedException, IOException {
    RunningContainer first = Objects.requireNonNull(running, "it was not started");
    try {
      return first.waitFor();
    } catch (ContainerException e) {
      if (e.reason() != ContainerException.Cause.NO_OVERLAY
          || !snapshots.fallsBack()
          || !(spec.root() instanceof RootFilesystem.Overlay overlay)) {
        throw e;
      }
      become(null);
      snapshots.refused(reason(e));
      first.waitUntilCleared();
      return onCopy(overlay).waitFor();
    }
  }

  /// What the kernel said, without what was attempted.
  static String reason(ContainerException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.indexOf(": ") + 1).strip();
  }

  /// Starts the command once more. The record says so first: a copy that is not whole must not be
  /// taken for changes.
  private RunningContainer onCopy(RootFilesystem.Overlay overlay)
      throws ContainerException, InterruptedException, IOException {
    records.replace(record.asCopied());
    copies.fill(overlay.lower(), overlay.upper());
    RunningContainer second =
        runtime.start(builder.root(new RootFilesystem.Directory(overlay.upper())).build());
    for (int number : become(second)) {
      second.signal(number);
    }
    return second;
  }

  /// @return the signals that waited for it
  private List<Integer> become(@Nullable RunningContainer container) {
    lock.lock();
    try {
      running = container;
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }
}
