package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import dev.jbuild.runtime.rootfs.StandardMounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Terminals: the container's own, and the one the launcher is started from, which script(1) makes.
@ParameterizedClass
@EnumSource(Launchers.class)
class TerminalIT {
  @Parameter Launchers launcher;
  @TempDir Path directory;
  BusyboxRoot root;

  @BeforeEach
  void prepare() throws Exception {
    root = BusyboxRoot.in(directory);
  }

  @Test
  void containerGetsTerminalOfItsOwn() throws Exception {
    RunningContainer container =
        launcher
            .runtime()
            .start(
                root.shell(
                        "tty; ls -l /dev/console | cut -c1 ; echo x >/dev/tty; stat -c %u /dev/pts/0")
                    .stdio(new Stdio(Stdio.Kind.PIPES, false, true))
                    .build());
    assertTrue(Outcome.of(container).output().startsWith("/dev/pts/0"));
  }

  @Test
  void inputIsTypedIntoTheTerminal() throws Exception {
    RunningContainer container =
        launcher
            .runtime()
            .start(
                root.shell("read a; echo \"<$a>\"")
                    .stdio(new Stdio(Stdio.Kind.PIPES, true, true))
                    .build());
    OutputStream in = container.stdin();
    in.write("word\r".getBytes(StandardCharsets.US_ASCII));
    in.flush();
    Outcome outcome = Outcome.of(container);
    assertEquals("word\r\n<word>", outcome.output(), "echoed, then answered");
  }

  @Test
  void outerTerminalGivesItsSizeAndGetsItsModeBack() throws Exception {
    ContainerSpec spec =
        root.shell("stty size; exit 5")
            .endsWithParent(false)
            .stdio(new Stdio(Stdio.Kind.INHERIT, true, true))
            .build();
    String output =
        underTerminal(
            spec,
            "stty rows 33 cols 101; stty -g >before; LAUNCH; echo code $?; stty -g >after;"
                + " cmp before after && echo same");
    assertTrue(output.contains("33 101"), output);
    assertTrue(output.contains("same"), output);
    assertEquals(5, new StatusFile(spec.stateDirectory()).exited().orElseThrow().status().code());
  }

  @Test
  void modeComesBackWhenLauncherIsAskedToEnd() throws Exception {
    ContainerSpec spec =
        root.shell("trap 'exit 6' TERM; while :; do sleep 0.05; done")
            .endsWithParent(false)
            .stdio(new Stdio(Stdio.Kind.INHERIT, true, true))
            .build();
    String output =
        underTerminal(
            spec,
            "stty -g >before; (sleep 0.7; kill -TERM $(sed -n 's/.*shim=\\([0-9]*\\).*/\\1/p' STATE)) &"
                + " LAUNCH; stty -g >after; cmp before after && echo same");
    assertTrue(output.contains("same"), output);
    assertEquals(6, new StatusFile(spec.stateDirectory()).exited().orElseThrow().status().code());
  }

  @Test
  void withoutTerminalCommandSeesPipesAlsoWhenCallerHasOne() throws Exception {
    ContainerSpec spec =
        root.shell("tty; readlink /proc/self/fd/1 | cut -c1-5")
            .endsWithParent(false)
            .stdio(new Stdio(Stdio.Kind.INHERIT, true, false))
            .build();
    String output = underTerminal(spec, "LAUNCH");
    assertTrue(output.contains("not a tty"), output);
    assertTrue(output.contains("pipe:"), output);
  }

  @Test
  void filesOfTheCallerAreNotHandedIn() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "input");
    Path out = directory.resolve("out");
    ContainerSpec spec =
        root.shell("cat; readlink /proc/self/fd/0 | cut -c1-5")
            .endsWithParent(false)
            .stdio(new Stdio(Stdio.Kind.INHERIT, true, false))
            .build();
    underTerminal(spec, "LAUNCH <" + secret + " >" + out);
    assertEquals("inputpipe:\n", Files.readString(out));
  }

  private String underTerminal(ContainerSpec spec, String script) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1) of bsdutils");
    LaunchPlan plan =
        new LaunchPlan(
            spec,
            1,
            StandardMounts.of(spec, List.of()),
            List.of(),
            new byte[0],
            LauncherRuntime.Options.DEFAULT);
    Files.write(spec.stateDirectory().resolve("plan"), plan.encode());
    String commands =
        script
            .replace("LAUNCH", launcher.path() + " run " + spec.stateDirectory())
            .replace("STATE", spec.stateDirectory() + "/status");
    return run(List.of("/usr/bin/script", "-qec", commands, "/dev/null"));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
