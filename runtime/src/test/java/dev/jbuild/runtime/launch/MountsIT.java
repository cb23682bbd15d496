package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.linux.Mounts;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.launch.LauncherRuntime.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsIT extends LaunchedContainers {
  private Outcome run(String script, Mount... mounts) throws Exception {
    return Outcome.of(runtime, root.shell(script).mounts(List.of(mounts)));
  }

  @Test
  void directoriesAreBoundReadWriteOrReadOnly() throws Exception {
    Path data = root.directory("data");
    Outcome outcome =
        run(
            "echo x >/a/b/new; touch /ro/y 2>&1; ls /ro",
            new Mount.Bind(data, "/a/b", false),
            new Mount.Bind(data, "/ro", true));
    assertTrue(outcome.output().contains("Read-only file system"), outcome.output());
    assertTrue(outcome.output().endsWith("new"), outcome.output());
    assertEquals("x\n", Files.readString(data.resolve("new")));
  }

  @Test
  void whatIsMountedBelowReadOnlyBindIsReadOnlyToo() throws Exception {
    Path data = root.directory("data");
    Outcome outcome =
        run(
            "touch /m/inner/x 2>&1",
            new Mount.Bind(Path.of("/dev"), "/m", true),
            new Mount.Tmpfs("/other", 0, 0755));
    assertFalse(outcome.output().isEmpty());
    outcome = run("touch /m/shm/x 2>&1", new Mount.Bind(Path.of("/dev"), "/m", true));
    assertTrue(outcome.output().contains("Read-only file system"), outcome.output());
    assertTrue(Files.isDirectory(data));
  }

  @Test
  void filesAreBoundOverFilesAndOverNothing() throws Exception {
    Path file = Files.writeString(root.directory("f").resolve("hosts"), "127.0.0.1 here\n");
    Files.writeString(root.layer().resolve("etc/hosts"), "the image's");
    ContainerSpec.Builder builder =
        root.shell("cat /etc/hosts /etc/other")
            .mounts(
                List.of(
                    new Mount.Bind(file, "/etc/hosts", false),
                    new Mount.Bind(file, "/etc/other", false)));
    assertEquals("127.0.0.1 here\n127.0.0.1 here", Outcome.of(runtime, builder).output());
    assertFalse(Files.exists(root.upper(builder.build()).resolve("etc/other")), "stub is gone");
  }

  @Test
  void directoryOfRemovedMountPointKeepsItsTime() throws Exception {
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Path file = Files.writeString(root.directory("f").resolve("x"), "x");
    Files.setLastModifiedTime(root.layer().resolve("etc"), time);
    Mount mount = new Mount.Bind(file, "/etc/resolv.conf", false);
    ContainerSpec.Builder untouched = root.shell("true").mounts(List.of(mount));
    Outcome.of(runtime, untouched);
    Path etc = root.upper(untouched.build()).resolve("etc");
    assertEquals(time, Files.getLastModifiedTime(etc));
    ContainerSpec.Builder changed = root.shell("echo y >/etc/mine").mounts(List.of(mount));
    Outcome.of(runtime, changed);
    etc = root.upper(changed.build()).resolve("etc");
    assertTrue(Files.getLastModifiedTime(etc).compareTo(time) > 0, "the command's own change");
    assertFalse(Files.exists(etc.resolve("resolv.conf")));
  }

  @Test
  void mountPointsThatWereUsedStay() throws Exception {
    Path data = root.directory("data");
    ContainerSpec.Builder builder =
        root.shell("echo x >/deep/file").mounts(List.of(new Mount.Bind(data, "/deep/er", false)));
    Outcome.of(runtime, builder);
    Path upper = root.upper(builder.build());
    assertTrue(Files.exists(upper.resolve("deep/file")));
    assertFalse(Files.exists(upper.resolve("deep/er")));
  }

  @Test
  void linksInTargetsAreFollowedInsideTheRoot() throws Exception {
    Path data = root.directory("data");
    Path outside = root.directory("outside");
    Files.writeString(data.resolve("here"), "yes");
    Files.createSymbolicLink(root.layer().resolve("abs"), outside);
    Files.createSymbolicLink(root.layer().resolve("up"), Path.of("../../../../tmp/../etc"));
    Files.createSymbolicLink(root.layer().resolve("dangling"), Path.of("not/there"));
    Outcome outcome =
        run(
            "cat /abs/here /etc/in/here /not/there/here; readlink /abs",
            new Mount.Bind(data, "/abs", false),
            new Mount.Bind(data, "/up/in", false),
            new Mount.Bind(data, "/dangling", false));
    assertEquals("yesyesyes" + outside, outcome.output());
    try (var files = Files.list(outside)) {
      assertEquals(0, files.count(), "nothing was made or mounted on the host");
    }
  }

  @Test
  void loopsOfLinksAreRefused() throws Exception {
    Files.createSymbolicLink(root.layer().resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root.layer().resolve("b"), Path.of("a"));
    RunningContainer container =
        runtime.start(root.shell("true").mounts(List.of(new Mount.Tmpfs("/a", 0, 0755))).build());
    ContainerException e = assertThrows(ContainerException.class, container::waitFor);
    assertTrue(e.getMessage().contains("ELOOP"), e.getMessage());
  }

  @Test
  void tmpfsHasSizeAndMode() throws Exception {
    Outcome outcome =
        run(
            "stat -c %a /t; dd if=/dev/zero of=/t/x bs=1k count=100 2>&1 | grep -o 'No space.*'",
            new Mount.Tmpfs("/t", 65536, 01750));
    assertEquals("1750\nNo space left on device", outcome.output());
  }

  @Test
  void manyLayersMountInBothWays() throws Exception {
    List<Path> layers = new ArrayList<>();
    for (int i = 0; i < 127; i++) {
      Path layer = root.directory("layers/number-" + i);
      Files.writeString(layer.resolve("f" + i), "x");
      Files.writeString(layer.resolve("top"), Integer.toString(i));
      layers.add(layer);
    }
    layers.add(root.layer());
    for (boolean classic : List.of(false, true)) {
      RootFilesystem overlay =
          new RootFilesystem.Overlay(
              layers, root.directory("up" + classic), root.directory("wk" + classic));
      ContainerSpec.Builder builder =
          ContainerSpec.builder(
                  "layers",
                  root.directory("st" + classic),
                  overlay,
                  List.of("sh", "-c", "ls -d /f* | wc -l; cat /top"))
              .env(List.of("PATH=/bin"));
      LauncherRuntime chosen = launcher.runtime(new Options(false, classic));
      assertEquals("127\n0", Outcome.of(chosen, builder).output(), "classic: " + classic);
    }
  }

  /// An overlay cannot be the upper part of another. The same command runs in the directory itself.
  @Test
  void refusedOverlayIsToldApart() throws Exception {
    Path below = root.directory("below");
    Path inside = root.directory("inside");
    Mounts.mount(
        "overlay",
        "overlay",
        inside,
        0,
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(root.layer(), below, root.directory("scratch")));
    try {
      Path upper = Files.createDirectory(inside.resolve("upper"));
      Path work = Files.createDirectory(inside.resolve("work"));
      RootFilesystem refused = new RootFilesystem.Overlay(List.of(root.layer()), upper, work);
      for (Options options : List.of(Options.DEFAULT, new Options(false, true))) {
        ContainerSpec spec = root.shell("true").root(refused).build();
        RunningContainer container = launcher.runtime(options).start(spec);
        ContainerException e = assertThrows(ContainerException.class, container::waitFor);
        assertEquals(ContainerException.Cause.NO_OVERLAY, e.reason(), e.getMessage());
        assertEquals(125, e.reason().exitCode());
      }
      ContainerSpec spec = root.shell("exit 3").root(new RootFilesystem.Directory(inside)).build();
      RunningContainer container = runtime.start(spec);
      assertEquals(3, container.waitFor().exitCode());
      container.waitUntilCleared();
    } finally {
      Mounts.unmount(inside);
    }
  }

  @Test
  void missingLayerIsNoRefusal() throws Exception {
    Path nowhere = root.directory("x").resolve("nowhere");
    ContainerSpec.Builder spec = root.shell("true");
    RootFilesystem broken =
        new RootFilesystem.Overlay(
            List.of(nowhere), root.upper(spec.build()), root.directory("missing-work"));
    RunningContainer container = runtime.start(spec.root(broken).build());
    ContainerException e = assertThrows(ContainerException.class, container::waitFor);
    assertEquals(ContainerException.Cause.RUNTIME, e.reason(), e.getMessage());
  }
}
