package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.ExitStatus;
import dev.jbuild.runtime.RunningContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// A container whose launcher is a child of this process.
final class LaunchedContainer implements RunningContainer {
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final ContainerSpec spec;
  private final Process process;
  private final StatusFile status;
  private final ProcessSignals signals;

  LaunchedContainer(ContainerSpec spec, Path launcher, Process process) {
    this.spec = spec;
    this.process = process;
    this.status = new StatusFile(spec.stateDirectory());
    this.signals = new ProcessSignals(launcher);
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public long pid() throws ContainerException, InterruptedException {
    return started().process().pid();
  }

  /// Looks at the record again and again: it is there within milliseconds or the launcher is gone.
  private StatusFile.Started started() throws ContainerException, InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (true) {
        boolean ended = !process.isAlive();
        Optional<StatusFile.Started> started = status.started();
        if (started.isPresent()) {
          return started.get();
        }
        if (ended) {
          throw neverStarted();
        }
        Thread.sleep(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void signal(int number) throws ContainerException, InterruptedException {
    if (process.isAlive()) {
      signals.send(spec.id(), started().process(), number);
    }
  }

  @Override
  public ExitStatus waitFor() throws ContainerException, InterruptedException {
    process.waitFor();
    try {
      Optional<StatusFile.Exited> exited = status.exited();
      if (exited.isPresent()) {
        return exited.get().status();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    throw neverStarted();
  }

  @Override
  public void waitUntilCleared() throws ContainerException, InterruptedException {
    process.waitFor();
    try {
      for (long pause = FIRST_PAUSE_MILLIS;
          status.isAlive();
          pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause)) {
        Thread.sleep(pause);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ContainerException neverStarted() throws ContainerException {
    try {
      return status
          .failed()
          .map(f ->
              new ContainerException(
                  spec.id(), StartFailure.cause(spec, f), StartFailure.describe(spec, f)))
          .orElseGet(this::launcherDied);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ContainerException launcherDied() {
    return new ContainerException(
        spec.id(),
        ContainerException.Cause.RUNTIME,
        "run container '%s': the launcher ended with code %d and recorded nothing"
            .formatted(spec.id(), process.exitValue()));
  }

  private ContainerException unreadable(IOException e) {
    return new ContainerException(
        spec.id(), "read the record of container '" + spec.id() + "': " + e.getMessage(), e);
  }

  @Override
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  @Override
  public InputStream stdout() {
    return process.getInputStream();
  }

  @Override
  public InputStream stderr() {
    return process.getErrorStream();
  }
}
