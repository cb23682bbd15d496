package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.ProcessUser;
import dev.jbuild.runtime.Resources;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.Stdio;
import dev.jbuild.runtime.UserNamespace;
import dev.jbuild.runtime.UserNamespace.IdRange;
import dev.jbuild.runtime.cgroup.Cgroups;
import dev.jbuild.runtime.cgroup.ControlGroup;
import dev.jbuild.runtime.cgroup.Hierarchy;
import dev.jbuild.runtime.rootfs.StandardMounts;
import dev.jbuild.runtime.seccomp.DefaultFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher's decoder of plans on damaged plans, under sanitizers: `src/test/c/plan_fuzz.c`.
class PlanFuzzTest {
  private static final Path FUZZER = Path.of("target/launcher/checked/plan-fuzz").toAbsolutePath();
  private static final int SECONDS = Integer.getInteger("jbuild.fuzz.seconds", 2);

  @TempDir Path directory;

  private ContainerSpec.Builder spec() {
    return ContainerSpec.builder(
            "id",
            directory,
            new RootFilesystem.Overlay(
                List.of(Path.of("/l/1"), Path.of("/l/2")), Path.of("/u"), Path.of("/w")),
            List.of("sh", "-c", "true"))
        .env(List.of("PATH=/bin", "A=é"))
        .user(new ProcessUser(1, 2, List.of(3L, 4L)))
        .mounts(List.of(new Mount.Bind(Path.of("/a"), "/b", true), new Mount.Tmpfs("/t", 9, 01777)))
        .network(NetworkMode.NONE)
        .stdio(new Stdio(Stdio.Kind.INHERIT, true, true));
  }

  private Path plan(String name, ContainerSpec spec) throws IOException {
    Path cgroup = Files.createDirectories(directory.resolve("pids"));
    List<Hierarchy> hierarchies = List.of(new Hierarchy(1, cgroup, List.of("pids", "memory")));
    List<ControlGroup> groups = new Cgroups(hierarchies).plan("jbuild", "id", spec.resources());
    LaunchPlan plan =
        new LaunchPlan(
            spec,
            1,
            StandardMounts.of(spec, hierarchies),
            groups,
            DefaultFilter.of("amd64", spec.capabilities()),
            LauncherRuntime.Options.DEFAULT);
    return Files.write(directory.resolve(name), plan.encode());
  }

  @Test
  void damagedPlansAreDecodedOrRefusedSafely() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(FUZZER), "needs a compiler with sanitizers");
    Path first = plan("first", spec().resources(new Resources(64 << 20, 0, 0, 5)).build());
    Path second =
        plan(
            "second",
            spec()
                .userNamespace(
                    new UserNamespace(List.of(new IdRange(0, 1, 2)), List.of(new IdRange(0, 1, 2))))
                .build());
    Process process =
        new ProcessBuilder(
                FUZZER.toString(),
                Integer.toString(SECONDS),
                Long.toString(System.nanoTime()),
                first.toString(),
                second.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("damaged plans"), output);
  }

  @Test
  void zeroCharactersAreRefused() {
    LaunchPlan plan =
        new LaunchPlan(
            spec().env(List.of("A=b\0c")).build(),
            1,
            List.of(),
            List.of(),
            new byte[0],
            LauncherRuntime.Options.DEFAULT);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, plan::encode);
    assertTrue(e.getMessage().contains("A=b\\0c"), e.getMessage());
  }
}
