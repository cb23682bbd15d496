package dev.jbuild.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.NetworkMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersIT {
  @TempDir Path directory;
  BusyboxStore box;
  Containers containers;
  Path out;

  @BeforeEach
  void prepare() throws Exception {
    box = BusyboxStore.in(directory.resolve("store"));
    containers = box.containers();
    out = Files.createDirectory(directory.resolve("out"));
    Files.setAttribute(out, "unix:mode", 0777);
    box.image(
        "box",
        ContainerConfig.EMPTY.toBuilder()
            .env(List.of("PATH=/bin", "FROM=image"))
            .cmd(List.of("sh", "-c", "exit 9"))
            .build());
  }

  @AfterEach
  void close() throws Exception {
    if (box != null) {
      box.close();
    }
  }

  private ContainerOptions.Builder shell(String script) {
    return ContainerOptions.builder("box")
        .command(List.of("sh", "-c", script))
        .volumes(List.of(VolumeMount.parse(out + ":/out", directory)));
  }

  private int run(ContainerOptions.Builder options) throws Exception {
    return containers.start(options.build()).waitFor().exitCode();
  }

  private String output(ContainerOptions.Builder options) throws Exception {
    run(options.autoRemove(true));
    return Files.readString(out.resolve("text"));
  }

  private Container only() throws Exception {
    List<Container> all = containers.list();
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  void commandOfTheImageRunsAndItsCodeIsKept() throws Exception {
    assertEquals(9, run(ContainerOptions.builder("box")));
    Container container = only();
    ContainerState.Exited state = assertInstanceOf(ContainerState.Exited.class, container.state());
    assertEquals(9, state.exitCode());
    assertEquals("box", container.record().image());
    assertTrue(container.record().name().contains("_"));
    containers.remove(container, false);
    assertEquals(List.of(), containers.list());
    assertFalse(
        Files.exists(directory.resolve("store/containers").resolve(container.record().id())));
  }

  @Test
  void environmentUserAndDirectoryAreAsDockerMakesThem() throws Exception {
    String text =
        output(
            shell("(id -u; id -G; echo $HOME $FROM $MINE $HOSTNAME; pwd) >/out/text")
                .env(List.of("MINE=1", "FROM=user"))
                .user("app")
                .hostname("name")
                .workingDirectory("/srv/new"));
    assertEquals("1000\n1001 7\n/srv user 1 name\n/srv/new\n", text);
  }

  @Test
  void thePrimaryGroupIsAmongTheSupplementaryOnesAsWithDocker() throws Exception {
    assertEquals(
        "Groups:\t5 \n",
        output(shell("grep Groups /proc/self/status >/out/text; chmod 666 /out/text").user("0:5")));
    assertEquals("Groups:\t0 \n", output(shell("grep Groups /proc/self/status >/out/text")));
  }

  @Test
  void filesInEtcTellAboutTheNetwork() throws Exception {
    String text =
        output(
            shell("cat /etc/hostname /etc/hosts >/out/text")
                .network(NetworkMode.NONE)
                .hostname("x"));
    assertTrue(text.startsWith("x\n127.0.0.1\tlocalhost\n"), text);
    assertEquals(
        Files.readString(Path.of("/etc/resolv.conf")),
        output(shell("cat /etc/resolv.conf >/out/text")));
  }

  @Test
  void runningContainerIsSeenAndRemovedOnlyByForce() throws Exception {
    StartedContainer started =
        containers.start(shell("touch /out/up; sleep 100").name("one").build());
    while (!Files.exists(out.resolve("up"))) {
      Thread.sleep(5);
    }
    Container container = containers.find("one").orElseThrow();
    assertTrue(container.isRunning());
    assertEquals(container, containers.find(started.record().shortId()).orElseThrow());
    ContainerConflictException e =
        assertThrows(ContainerConflictException.class, () -> containers.remove(container, false));
    assertTrue(e.getMessage().contains("'one' is running"), e.getMessage());
    containers.remove(container, true);
    assertEquals(List.of(), containers.list());
    assertTrue(containers.find("one").isEmpty());
  }

  @Test
  void nameCanBeTakenOnce() throws Exception {
    run(shell("true").name("same"));
    ContainerConflictException e =
        assertThrows(
            ContainerConflictException.class,
            () -> containers.start(shell("true").name("same").build()));
    assertTrue(e.getMessage().contains("'same' is taken by"), e.getMessage());
    containers.remove(only(), false);
    assertEquals(0, run(shell("true").name("same")));
  }

  @Test
  void missingCommandIsRememberedAndTold() throws Exception {
    StartedContainer started =
        containers.start(ContainerOptions.builder("box").command(List.of("nothing")).build());
    ContainerException e = assertThrows(ContainerException.class, started::waitFor);
    assertEquals(127, e.reason().exitCode());
    ContainerState.NotStarted state =
        assertInstanceOf(ContainerState.NotStarted.class, only().state());
    assertEquals(127, state.exitCode());
    containers.remove(only(), false);
  }

  @Test
  void missingImageAndUserAreToldAndLeaveNothing() throws Exception {
    assertThrows(
        ImageMissingException.class,
        () -> containers.start(ContainerOptions.builder("other").build()));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> containers.start(shell("true").user("who").build()));
    assertTrue(e.getMessage().contains("'who'"), e.getMessage());
    assertEquals(List.of(), containers.list());
  }

  @Test
  void containerThatRemovesItselfLeavesNothing() throws Exception {
    assertEquals(3, run(shell("exit 3").autoRemove(true)));
    assertEquals(List.of(), containers.list());
    try (var files = Files.list(directory.resolve("store/containers"))) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void leftoversOfKilledProcessesAreCleared() throws Exception {
    Host dead = new Host(Platform.host(), Path.of("/etc"), "host", new HostProcess(4_194_000, 1));
    StartedContainer started = box.containers(dead).start(shell("true").autoRemove(true).build());
    String id = started.record().id();
    while (!(containers.find(id).orElseThrow().state() instanceof ContainerState.Exited)) {
      Thread.sleep(5);
    }
    Path orphan =
        Files.createDirectory(directory.resolve("store/containers").resolve("f".repeat(64)));
    for (int i = 0; i < 200 && !containers.list().isEmpty(); i++) {
      Thread.sleep(10); // the list leaves it out as soon as its launcher has gone
    }
    assertTrue(containers.find(id).isEmpty());
    containers.clearLeftovers();
    assertFalse(Files.exists(orphan));
  }

  @Test
  void namedVolumeStartsWithTheImagesContentAndStays() throws Exception {
    VolumeMount named = VolumeMount.parse("data:/data", directory);
    VolumeMount bind = VolumeMount.parse(out + ":/out", directory);
    run(
        ContainerOptions.builder("box")
            .command(List.of("sh", "-c", "cat /data/link >/out/text; echo more >/data/more"))
            .volumes(List.of(named, bind))
            .autoRemove(true));
    assertEquals("from the image\n", Files.readString(out.resolve("text")));
    Path data = directory.resolve("store/volumes/data/_data");
    assertEquals("more\n", Files.readString(data.resolve("more")));
    assertEquals(1000, Files.getAttribute(data, "unix:uid"));
    assertTrue(Files.isSymbolicLink(data.resolve("link")));
    run(
        ContainerOptions.builder("box")
            .command(List.of("sh", "-c", "cat /data/more >/out/text"))
            .volumes(List.of(named, bind))
            .autoRemove(true));
    assertEquals("more\n", Files.readString(out.resolve("text")));
  }

  @Test
  void volumesOfTheImageGoWithTheContainer() throws Exception {
    box.image(
        "withvolume",
        ContainerConfig.EMPTY.toBuilder()
            .env(List.of("PATH=/bin"))
            .volumes(new LinkedHashSet<>(List.of("/data")))
            .cmd(List.of("sh", "-c", "cat /data/seed && touch /data/mine"))
            .build());
    assertEquals(0, run(ContainerOptions.builder("withvolume")));
    Container container = only();
    String volume = container.record().volumes().getFirst();
    Path data = directory.resolve("store/volumes").resolve(volume).resolve("_data");
    assertTrue(Files.exists(data.resolve("mine")));
    containers.remove(container, false);
    assertFalse(Files.exists(data.getParent()));
  }
}
