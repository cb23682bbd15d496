package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Resources;
import dev.jbuild.runtime.cgroup.Hierarchy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Launchers.class)
class LimitsIT {
  @Parameter Launchers launcher;
  @TempDir Path directory;
  BusyboxRoot root;
  LauncherRuntime runtime;
  List<Hierarchy> hierarchies;

  @BeforeEach
  void prepare() throws Exception {
    root = BusyboxRoot.in(directory);
    runtime = launcher.runtime();
    hierarchies = Hierarchy.parse(Files.readString(Path.of("/proc/self/mountinfo")));
    Assumptions.assumeFalse(hierarchies.isEmpty(), "needs cgroups");
  }

  @Test
  void memoryLimitKillsAndSaysSo() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.container("dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1")
                .resources(new Resources(16L << 20, 0, 0, 0)));
    assertEquals(137, outcome.exitCode());
    assertTrue(outcome.status().oomKilled());
  }

  @Test
  void killedForOtherReasonsIsNotOutOfMemory() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("sh -c 'kill -9 $$'; exit $?").resources(new Resources(64L << 20, 0, 0, 0)));
    assertEquals(137, outcome.exitCode());
    assertFalse(outcome.status().oomKilled());
  }

  @Test
  void processLimitHolds() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("for i in 1 2 3 4 5 6 7 8; do sleep 1 & done 2>&1; echo end")
                .resources(new Resources(0, 0, 0, 4)));
    assertTrue(outcome.output().contains("can't fork"), outcome.output());
  }

  @Test
  void processorLimitHolds() throws Exception {
    long start = System.nanoTime();
    // About 0.1 s of processor time on any machine of today; a tenth of one makes it last.
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; cat /proc/self/stat")
                .resources(new Resources(0, 0, 50_000_000, 0)));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(0, outcome.exitCode());
    Outcome free =
        Outcome.of(
            runtime,
            root.shell("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; cat /proc/self/stat"));
    assertEquals(0, free.exitCode());
    assertTrue(took.toMillis() > 200, "took " + took);
  }

  @Test
  void cgroupsAreGoneAfterwards() throws Exception {
    ContainerSpec.Builder builder =
        root.shell("cat /proc/self/cgroup").resources(new Resources(64L << 20, 0, 0, 50));
    Outcome outcome = Outcome.of(runtime, builder);
    assertEquals(0, outcome.exitCode());
    String id = builder.build().id();
    waitUntilGone(new StatusFile(builder.build().stateDirectory()));
    for (Hierarchy hierarchy : hierarchies) {
      assertFalse(Files.exists(hierarchy.mountPoint().resolve("jbuild").resolve(id)));
    }
  }

  @Test
  void containerSeesItsOwnCgroupsAsRoot() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max")
                .resources(new Resources(64L << 20, 0, 0, 0)));
    assertTrue(outcome.output().contains(Long.toString(64L << 20)), outcome.output());
  }

  static void waitUntilGone(StatusFile status) throws Exception {
    for (int i = 0; i < 500 && status.isAlive(); i++) {
      Thread.sleep(10);
    }
    assertFalse(status.isAlive(), "everything is cleared away within five seconds");
  }
}
