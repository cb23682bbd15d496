package dev.jbuild.engine.container;

import dev.jbuild.image.Platform;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ExitStatus;
import java.io.IOException;

/// A container that this process has started and waits for.
public final class StartedContainer {
  private final ContainerRecord record;
  private final Attempts running;
  private final Removal removal;
  private final Platform imagePlatform;
  private final Platform hostPlatform;

  StartedContainer(
      ContainerRecord record,
      Attempts running,
      Removal removal,
      Platform imagePlatform,
      Platform hostPlatform) {
    this.record = record;
    this.running = running;
    this.removal = removal;
    this.imagePlatform = imagePlatform;
    this.hostPlatform = hostPlatform;
  }

  public ContainerRecord record() {
    return record;
  }

  /// Passes a signal on to its first process.
  public void signal(int number) throws ContainerException, InterruptedException {
    running.signal(number);
  }

  /// Waits for its end, then removes it if that was asked for.
  ///
  /// @throws ContainerException when its command could not be run; [ContainerException#reason()]
  ///   has the exit code for that
  public ExitStatus waitFor() throws ContainerException, InterruptedException, IOException {
    try {
      return running.waitFor();
    } catch (ContainerException e) {
      throw explained(e);
    } finally {
      if (record.autoRemove()) {
        removal.remove(record);
      }
    }
  }

  private ContainerException explained(ContainerException e) {
    if (e.reason() != ContainerException.Cause.NOT_EXECUTABLE
        || imagePlatform.architecture().equals(hostPlatform.architecture())) {
      return e;
    }
    return new ContainerException(
        e.containerId(),
        e.reason(),
        "run image '%s': it is for %s and this host is %s, pull or build it for this host"
            .formatted(record.image(), imagePlatform, hostPlatform));
  }
}
