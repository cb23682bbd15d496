package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerException.Cause;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.ExitStatus;
import dev.jbuild.runtime.ProcessUser;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherRuntimeIT extends LaunchedContainers {
  @Test
  void tellsWhatCommandReturned() throws Exception {
    Outcome outcome = Outcome.of(runtime, root.shell("echo hello; echo world >&2; exit 3"));
    assertEquals("hello\nworld", outcome.output());
    assertEquals(new ExitStatus(3, 0, false), outcome.status());
  }

  @Test
  void tellsWhichSignalEndedCommand() throws Exception {
    // The first process of a namespace cannot kill itself, a child of it can.
    Outcome outcome = Outcome.of(runtime, root.shell("sh -c 'kill -9 $$'; exit $?"));
    assertEquals(137, outcome.exitCode());
    RunningContainer container = runtime.start(root.container("sleep", "100").build());
    container.signal(9);
    assertEquals(new ExitStatus(0, 9, false), container.waitFor());
    assertEquals(137, container.waitFor().exitCode());
  }

  @Test
  void keepsOutputAndErrorApart() throws Exception {
    RunningContainer container =
        runtime.start(root.shell("echo out; echo err >&2").stdio(Stdio.PIPES).build());
    assertEquals("out\n", new String(container.stdout().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals("err\n", new String(container.stderr().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(0, container.waitFor().exitCode());
  }

  @Test
  void givesInputToCommand() throws Exception {
    RunningContainer container =
        runtime.start(
            root.container("wc", "-c").stdio(new Stdio(Stdio.Kind.PIPES, true, false)).build());
    try (OutputStream in = container.stdin()) {
      in.write(new byte[1 << 20]);
    }
    assertEquals("1048576", Outcome.of(container).output());
  }

  @Test
  void withoutInputCommandFindsItsEnd() throws Exception {
    assertEquals("0", Outcome.of(runtime, root.container("wc", "-c")).output());
  }

  @Test
  void missingCommandIsNotFound() throws Exception {
    for (String command : List.of("nothing", "/bin/nothing", "/bin/busybox/nothing")) {
      ContainerException e = failure(root.container(command));
      assertEquals(Cause.NOT_FOUND, e.reason(), e.getMessage());
      assertTrue(e.getMessage().contains("'" + command + "'"), e.getMessage());
    }
  }

  @Test
  void unusableCommandIsNotExecutable() throws Exception {
    Files.writeString(root.layer().resolve("bin/text"), "just text");
    assertEquals(Cause.NOT_EXECUTABLE, failure(root.container("text")).reason());
    assertEquals(Cause.NOT_EXECUTABLE, failure(root.container("/etc")).reason());
    Path broken = Files.write(root.layer().resolve("bin/broken"), new byte[] {0x7f, 'E', 'L', 'F'});
    assertTrue(broken.toFile().setExecutable(true));
    ContainerException e = failure(root.container("broken"));
    assertEquals(Cause.NOT_EXECUTABLE, e.reason());
    assertTrue(e.getMessage().contains("another kind of processor"), e.getMessage());
  }

  @Test
  void failureOfSetUpNamesCallAndSubject() throws Exception {
    RootFilesystem missing = new RootFilesystem.Directory(directory.resolve("missing"));
    ContainerSpec spec =
        ContainerSpec.builder("x", root.directory("x"), missing, List.of("true")).build();
    RunningContainer container = runtime.start(spec);
    ContainerException e = assertThrows(ContainerException.class, container::waitFor);
    assertEquals(Cause.RUNTIME, e.reason());
    assertTrue(e.getMessage().contains(directory + "/missing"), e.getMessage());
    assertTrue(e.getMessage().contains("ENOENT"), e.getMessage());
  }

  @Test
  void runsAsUserWithGroupsAndWithoutCapabilities() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("id -u; id -g; id -G; grep -E 'CapEff|CapBnd' /proc/self/status")
                .user(new ProcessUser(1000, 1001, List.of(5L, 7L))));
    assertEquals(
        "1000\n1001\n1001 5 7\nCapEff:\t0000000000000000\nCapBnd:\t00000000a80425fb",
        outcome.output());
  }

  @Test
  void userCanOpenItsStreamsByName() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("echo a >/dev/stdout; echo b >/dev/stderr")
                .user(new ProcessUser(1000, 1000, List.of())));
    assertEquals("a\nb", outcome.output());
  }

  @Test
  void makesMissingWorkingDirectory() throws Exception {
    ContainerSpec.Builder builder = root.container("pwd").cwd("/srv/a/b");
    assertEquals("/srv/a/b", Outcome.of(runtime, builder).output());
    assertTrue(Files.isDirectory(root.upper(builder.build()).resolve("srv/a/b")));
  }

  @Test
  void passesArgumentsAndEnvironmentUnchanged() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.container("sh", "-c", "printf '[%s]' \"$0\" \"$X\"; env | wc -l", " a\tb\n$c é ")
                .env(List.of("PATH=/bin", "X=1 \"2\" 'ü'")));
    assertTrue(outcome.output().startsWith("[ a\tb\n$c é ][1 \"2\" 'ü']"), outcome.output());
  }

  @Test
  void changesGoToUpperDirectoryAndMountPointsDoNot() throws Exception {
    ContainerSpec.Builder builder = root.shell("echo x >/etc/new; rm /bin/wc");
    Path upper = root.upper(builder.build());
    Outcome.of(runtime, builder);
    assertTrue(Files.exists(upper.resolve("etc/new")));
    assertFalse(Files.isRegularFile(upper.resolve("bin/wc")), "a whiteout");
    try (var names = Files.list(upper)) {
      List<String> found = names.map(p -> p.getFileName().toString()).sorted().toList();
      assertEquals(List.of("bin", "etc"), found, "no /proc, /dev, /sys");
    }
  }

  @Test
  void runsManyAtOnce() throws Exception {
    List<RunningContainer> containers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      containers.add(
          runtime.start(
              root.shell("exit " + i).stdio(new Stdio(Stdio.Kind.PIPES, false, false)).build()));
    }
    for (int i = 0; i < containers.size(); i++) {
      assertEquals(i, containers.get(i).waitFor().exitCode());
    }
  }

  @Test
  void startsFromScratch() throws Exception {
    Path upper = root.directory("scratch");
    Files.copy(Path.of("/bin/busybox"), upper.resolve("busybox"));
    assertTrue(upper.resolve("busybox").toFile().setExecutable(true));
    RootFilesystem overlay =
        new RootFilesystem.Overlay(List.of(), upper, root.directory("scratch-work"));
    ContainerSpec.Builder builder =
        ContainerSpec.builder(
            "scratch", root.directory("scratch-state"), overlay, List.of("/busybox", "id", "-u"));
    assertEquals("0", Outcome.of(runtime, builder).output());
  }

  private ContainerException failure(ContainerSpec.Builder builder) throws Exception {
    RunningContainer container = runtime.start(builder.build());
    return assertThrows(ContainerException.class, container::waitFor);
  }
}
