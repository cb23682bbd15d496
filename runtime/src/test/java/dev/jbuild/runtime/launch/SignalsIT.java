package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalsIT extends LaunchedContainers {
  private static final Map<String, Integer> FORWARDED =
      Map.of("TERM", 15, "INT", 2, "HUP", 1, "QUIT", 3, "USR1", 10, "USR2", 12);

  @Test
  void signalsToTheLauncherReachTheCommand() throws Exception {
    for (Map.Entry<String, Integer> signal : FORWARDED.entrySet()) {
      ContainerSpec spec =
          root.shell(
                  "trap 'echo got "
                      + signal.getKey()
                      + "; exit 7' "
                      + signal.getKey()
                      + "; echo ready; while :; do sleep 0.05; done")
              .stdio(new Stdio(Stdio.Kind.PIPES, false, false))
              .build();
      RunningContainer container = runtime.start(spec);
      assertEquals(
          "ready\n", new String(container.stdout().readNBytes(6), StandardCharsets.US_ASCII));
      assertTrue(container.pid() > 0, "waits for the record");
      StatusFile.ProcessId shim =
          new StatusFile(spec.stateDirectory()).started().orElseThrow().shim();
      new ProcessSignals(launcher.path()).send(spec.id(), shim, signal.getValue());
      Outcome outcome = Outcome.of(container);
      assertEquals("got " + signal.getKey(), outcome.output());
      assertEquals(7, outcome.exitCode());
    }
  }

  @Test
  void firstProcessIgnoresSignalsItDoesNotHandle() throws Exception {
    ContainerSpec spec = root.container("sleep", "0.4").stdio(Stdio.PIPES).build();
    RunningContainer container = runtime.start(spec);
    container.signal(15);
    assertEquals(0, container.waitFor().exitCode());
  }

  @Test
  void ignoredSignalsOfTheCallerAreNotInherited() throws Exception {
    Outcome outcome =
        Outcome.of(runtime, root.container("grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"));
    assertEquals("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000", outcome.output());
  }

  @Test
  void orphansAreEndedWithTheContainer() throws Exception {
    ContainerSpec spec = root.shell("sleep 100 & sleep 100 & exit 4").stdio(Stdio.PIPES).build();
    RunningContainer container = runtime.start(spec);
    assertEquals(0, container.stdout().readAllBytes().length, "closed by all of them");
    assertEquals(4, container.waitFor().exitCode());
  }

  @Test
  void signalAfterTheEndDoesNothing() throws Exception {
    RunningContainer container = runtime.start(root.container("true").build());
    container.waitFor();
    container.signal(9);
    assertTrue(container.waitFor().exitCode() == 0);
  }
}
