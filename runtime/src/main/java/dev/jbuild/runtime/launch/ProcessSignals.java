package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.ContainerException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Sends signals through the launcher, which checks that the process is still the one that is
/// meant. Java itself can send two signals only, and any command `kill` may be missing.
public final class ProcessSignals {
  private final Path launcher;

  /// Signals by way of a launcher.
  public ProcessSignals(Path launcher) {
    this.launcher = launcher;
  }

  /// Sends a signal; a process that has ended is left alone.
  ///
  /// @throws ContainerException when the kernel refuses
  public void send(String containerId, StatusFile.ProcessId process, int number)
      throws ContainerException, InterruptedException {
    try {
      Process sender =
          new ProcessBuilder(
                  launcher.toString(),
                  "kill",
                  Long.toString(process.pid()),
                  Long.toString(process.startTime()),
                  Integer.toString(number))
              .redirectOutput(Redirect.DISCARD)
              .start();
      String complaint =
          new String(sender.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (sender.waitFor() != 0) {
        throw new ContainerException(
            containerId,
            ContainerException.Cause.RUNTIME,
            "send signal %d to container '%s': %s".formatted(number, containerId, complaint));
      }
    } catch (IOException e) {
      throw new ContainerException(
          containerId,
          "send signal %d to container '%s': %s".formatted(number, containerId, e.getMessage()),
          e);
    }
  }
}
