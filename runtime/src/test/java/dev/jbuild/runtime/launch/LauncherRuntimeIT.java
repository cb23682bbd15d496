package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherRuntimeIT {
  @TempDir Path directory;
  BusyboxRoot root;
  LauncherRuntime runtime;

  @BeforeEach
  void prepare() throws Exception {
    root = BusyboxRoot.in(directory);
    runtime = Launchers.runtime();
  }

  @Test
  void runsCommandAndTellsWhatItReturned() throws Exception {
    Outcome outcome = Outcome.of(runtime, root.shell("echo hello $0; ls -l /dev /sys/fs/cgroup /; mount; exit 3"));
    System.err.println(outcome.output());
    assertEquals(3, outcome.exitCode());
  }
}
