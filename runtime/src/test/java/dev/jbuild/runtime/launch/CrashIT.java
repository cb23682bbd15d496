package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import dev.jbuild.runtime.cgroup.Hierarchy;
import dev.jbuild.runtime.rootfs.StandardMounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashIT extends LaunchedContainers {
  @Test
  void recordTellsHowItStands() throws Exception {
    ContainerSpec spec = root.container("sleep", "100").stdio(Stdio.PIPES).build();
    StatusFile status = new StatusFile(spec.stateDirectory());
    assertFalse(status.isAlive());
    RunningContainer container = runtime.start(spec);
    assertTrue(container.pid() > 1);
    assertTrue(status.isAlive());
    assertEquals(container.pid(), status.started().orElseThrow().process().pid());
    assertTrue(status.exited().isEmpty());
    container.signal(9);
    container.waitFor();
    assertEquals(9, status.exited().orElseThrow().status().signal());
    container.waitUntilCleared();
    assertFalse(status.isAlive());
  }

  @Test
  void killedShimTakesContainerAlong() throws Exception {
    ContainerSpec spec = root.container("sleep", "100").stdio(Stdio.PIPES).build();
    StatusFile status = new StatusFile(spec.stateDirectory());
    RunningContainer container = runtime.start(spec);
    long pid = container.pid();
    kill(status.started().orElseThrow().shim().pid());
    waitForEnd(pid);
    assertFalse(status.isAlive());
    assertTrue(status.exited().isEmpty());
    removeCgroups(spec.id());
  }

  /// What nobody else removes within the next minute: the launcher that would have was killed.
  private static void removeCgroups(String id) throws IOException {
    for (Hierarchy hierarchy : Hierarchy.parse(Files.readString(Path.of("/proc/self/mountinfo")))) {
      Files.deleteIfExists(hierarchy.mountPoint().resolve("jbuild").resolve(id));
    }
  }

  @Test
  void containerSurvivesItsParentOrEndsWithIt() throws Exception {
    for (boolean endsWithParent : List.of(true, false)) {
      ContainerSpec spec =
          root.shell("sleep 1; echo done >/tmp/done").endsWithParent(endsWithParent).build();
      StatusFile status = new StatusFile(spec.stateDirectory());
      Process parent = startUnderAnotherParent(spec);
      while (status.started().isEmpty()) {
        Thread.sleep(5);
      }
      kill(parent.pid());
      parent.waitFor();
      LimitsIT.waitUntilGone(status);
      assertEquals(endsWithParent ? 137 : 0, status.exited().orElseThrow().status().exitCode());
      Path done = root.upper(spec).resolve("tmp/done");
      assertEquals(!endsWithParent, Files.exists(done), "ends with parent: " + endsWithParent);
    }
  }

  /// Writes the plan for a shell as the parent, which starts the launcher when told to.
  private Process startUnderAnotherParent(ContainerSpec spec) throws IOException {
    Process parent =
        new ProcessBuilder(
                "sh",
                "-c",
                "read go; '" + launcher.path() + "' run \"$0\" & read stop",
                spec.stateDirectory().toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    LaunchPlan plan =
        new LaunchPlan(
            spec,
            parent.pid(),
            StandardMounts.of(spec, List.of()),
            List.of(),
            new byte[0],
            LauncherRuntime.Options.DEFAULT);
    Files.write(spec.stateDirectory().resolve("plan"), plan.encode());
    OutputStream in = parent.getOutputStream();
    in.write("go\n".getBytes(StandardCharsets.US_ASCII));
    in.flush();
    return parent;
  }

  @Test
  void shimRunsFromSealedCopyAndPlanIsTakenAway() throws Exception {
    ContainerSpec spec = root.container("sleep", "100").stdio(Stdio.PIPES).build();
    RunningContainer container = runtime.start(spec);
    container.pid();
    long shim = new StatusFile(spec.stateDirectory()).started().orElseThrow().shim().pid();
    Path program = Files.readSymbolicLink(Path.of("/proc/" + shim + "/exe"));
    assertTrue(program.toString().startsWith("/memfd:jbuild-launcher"), program.toString());
    assertFalse(Files.exists(spec.stateDirectory().resolve("plan")));
    container.signal(9);
    container.waitFor();
  }

  @Test
  void signalForProcessOfOtherStartTimeIsNotSent() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "100").start();
    try {
      ProcessSignals signals = new ProcessSignals(launcher.path());
      signals.send("x", new StatusFile.ProcessId(sleep.pid(), 1), 9);
      assertTrue(sleep.isAlive());
    } finally {
      sleep.destroyForcibly();
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static void waitForEnd(long pid) throws InterruptedException {
    for (int i = 0; i < 500 && Files.exists(Path.of("/proc/" + pid)); i++) {
      Thread.sleep(10);
    }
    assertFalse(Files.exists(Path.of("/proc/" + pid)), "process " + pid + " is gone");
  }
}
