package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images made to break out, after the holes that other runtimes had.
class HostileImageIT extends LaunchedContainers {
  /// CVE-2023-27561, CVE-2019-19921, CVE-2026-41579.
  @ParameterizedTest
  @ValueSource(strings = {"proc", "sys", "dev"})
  void systemDirectoryThatIsLinkIsRefused(String name) throws Exception {
    Path target = root.directory("elsewhere");
    Files.createSymbolicLink(root.layer().resolve(name), target);
    ContainerException e = failure(root.container("true"));
    assertTrue(e.getMessage().contains("ELOOP"), e.getMessage());
    assertTrue(e.getMessage().contains(name), e.getMessage());
    try (var files = Files.list(target)) {
      assertEquals(0, files.count());
    }
  }

  /// CVE-2024-21626.
  @Test
  void workingDirectoryThroughDescriptorsLeadsNowhereOutside() throws Exception {
    for (int fd = 3; fd < 20; fd++) {
      RunningContainer container =
          runtime.start(root.container("pwd").cwd("/proc/self/fd/" + fd).build());
      ContainerException e = assertThrows(ContainerException.class, container::waitFor);
      assertEquals(ContainerException.Cause.RUNTIME, e.reason());
    }
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("cd /proc/self/fd; for i in *; do readlink $i; done; ls /proc/1/cwd/.."));
    assertFalse(outcome.output().contains(directory.toString()), outcome.output());
  }

  /// CVE-2019-5736: running the runtime's own program from inside and writing to it.
  @Test
  void programOfTheLauncherCannotBeChangedFromInside() throws Exception {
    byte[] before = Files.readAllBytes(launcher.path());
    Files.createSymbolicLink(root.layer().resolve("bin/self"), Path.of("/proc/self/exe"));
    RunningContainer container = runtime.start(root.container("self").build());
    if (launcher == Launchers.RELEASED) {
      assertEquals(125, container.waitFor().exitCode(), "it is the launcher, which finds no work");
    } else {
      assertThrows(ContainerException.class, container::waitFor, "its libraries are not inside");
    }
    Files.writeString(root.layer().resolve("bin/script"), "#!/proc/self/exe\nrun\n");
    assertTrue(root.layer().resolve("bin/script").toFile().setExecutable(true));
    runtime.start(root.container("script").stdio(Stdio.PIPES).build()).stdout().readAllBytes();
    assertEquals(before.length, Files.size(launcher.path()));
  }

  /// CVE-2025-31133: the device that hides files is the container's /dev/null, made by us.
  @Test
  void nullDeviceOfTheImageIsNotUsed() throws Exception {
    Path devices = Files.createDirectories(root.layer().resolve("dev"));
    Files.createSymbolicLink(devices.resolve("null"), Path.of("/proc/sys/kernel/core_pattern"));
    Outcome outcome =
        Outcome.of(runtime, root.shell("stat -c '%F %t:%T' /dev/null /proc/keys; cat /proc/keys"));
    assertEquals("character special file 1:3\ncharacter special file 1:3", outcome.output());
  }

  /// CVE-2025-52565.
  @Test
  void consoleOfTheImageIsNotUsed() throws Exception {
    Path devices = Files.createDirectories(root.layer().resolve("dev"));
    Path victim = Files.writeString(root.directory("host").resolve("victim"), "untouched");
    Files.createSymbolicLink(devices.resolve("console"), victim);
    Files.createSymbolicLink(devices.resolve("pts"), victim.getParent());
    Outcome outcome =
        Outcome.of(
            runtime.start(
                root.shell("stat -c %F /dev/console")
                    .stdio(new Stdio(Stdio.Kind.PIPES, false, true))
                    .build()));
    assertEquals("character special file", outcome.output());
    assertEquals("untouched", Files.readString(victim));
  }

  /// CVE-2021-30465 and CVE-2024-45310 without the race: a shared volume that holds links.
  @Test
  void linksInVolumesDoNotLeadMountsOutside() throws Exception {
    Path shared = root.directory("shared");
    Path outside = root.directory("outside");
    Files.createSymbolicLink(shared.resolve("out"), Path.of("../../../../../.." + outside));
    Path data = root.directory("data");
    Files.writeString(data.resolve("x"), "x");
    ContainerSpec.Builder builder =
        root.shell("cat /shared/out/deep/x")
            .mounts(
                List.of(
                    new Mount.Bind(shared, "/shared", false),
                    new Mount.Bind(data, "/shared/out/deep", false)));
    assertEquals("x", Outcome.of(runtime, builder).output());
    try (var files = Files.list(outside)) {
      assertEquals(0, files.count(), "nothing was made outside");
    }
  }

  /// CVE-2024-23652: removing mount points afterwards must not follow links put there meanwhile.
  @Test
  void removalOfMountPointsDoesNotFollowLinks() throws Exception {
    Path outside = root.directory("outside");
    Files.writeString(outside.resolve("empty"), "");
    Path file = Files.writeString(root.directory("f").resolve("x"), "x");
    ContainerSpec.Builder builder =
        root.shell("mv /a /b 2>/dev/null; rm -rf /a 2>/dev/null; ln -s " + outside + " /a; exit 0")
            .mounts(List.of(new Mount.Bind(file, "/a/empty", false)));
    Outcome.of(runtime, builder);
    assertTrue(Files.exists(outside.resolve("empty")));
  }

  private ContainerException failure(ContainerSpec.Builder builder) throws Exception {
    RunningContainer container = runtime.start(builder.build());
    return assertThrows(ContainerException.class, container::waitFor);
  }
}
