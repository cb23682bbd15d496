package dev.jbuild.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.Capability;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.SeccompProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IsolationIT extends LaunchedContainers {
  private String output(String script) throws Exception {
    return Outcome.of(runtime, root.shell(script)).output();
  }

  @Test
  void commandIsProcessOneOfItsNamespace() throws Exception {
    assertEquals("1", output("echo $$"));
    assertEquals(
        "1 sh",
        output("ps -o pid,comm | grep -v -e PID -e ps -e grep | head -n 1")
            .strip()
            .replaceAll(" +", " "));
  }

  @Test
  void namespacesAreNotTheHosts() throws Exception {
    for (String kind : List.of("mnt", "pid", "uts", "ipc", "cgroup")) {
      String inside = output("readlink /proc/self/ns/" + kind);
      assertTrue(inside.startsWith(kind + ":["), inside);
      assertNotEquals(Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)).toString(), inside);
    }
    assertEquals("box", output("hostname"));
  }

  @Test
  void hostNetworkIsShared() throws Exception {
    assertEquals(
        Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString(),
        output("readlink /proc/self/ns/net"));
  }

  @Test
  void networkNoneHasOnlyLoopbackWhichIsUp() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell(
                    "ifconfig -a | grep -c Link; ifconfig lo | grep -o 127.0.0.1;"
                        + " cat /proc/sys/net/ipv4/ip_unprivileged_port_start")
                .network(NetworkMode.NONE));
    assertEquals("1\n127.0.0.1\n0", outcome.output());
  }

  @Test
  void hasDefaultCapabilitiesAndNoMore() throws Exception {
    assertEquals(
        "CapInh:\t0000000000000000\nCapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\n"
            + "CapBnd:\t00000000a80425fb\nCapAmb:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t2",
        output("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status"));
  }

  @Test
  void capabilitiesBeyondTheBoundingSetAreLeftOut() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("grep CapEff /proc/self/status")
                .capabilities(EnumSet.allOf(Capability.class)));
    String mine =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith("CapBnd"))
            .findFirst()
            .orElseThrow();
    assertEquals(mine.replace("CapBnd", "CapEff"), outcome.output());
  }

  @Test
  void noNewPrivilegesIsSetWhenAsked() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("grep -E '^(NoNewPrivs|Seccomp:|CapEff)' /proc/self/status")
                .capabilities(Set.of())
                .noNewPrivileges(true));
    assertEquals("CapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2", outcome.output());
  }

  @Test
  void inheritsNoDescriptors() throws Exception {
    // 0 to 2, and the one that ls reads the directory by.
    assertEquals("0\n1\n2\n3", output("ls /proc/self/fd"));
  }

  @Test
  void filterRefusesWhatDockerRefuses() throws Exception {
    assertTrue(output("unshare -m true 2>&1").contains("Operation not permitted"));
    assertTrue(output("mount -t tmpfs none /tmp 2>&1").contains("permission denied"));
    assertTrue(output("chroot / true && echo fine").contains("fine"));
  }

  @Test
  void withoutFilterNamespacesCanBeMade() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime,
            root.shell("unshare -m true && grep Seccomp: /proc/self/status")
                .capabilities(EnumSet.of(Capability.SYS_ADMIN))
                .seccomp(SeccompProfile.UNCONFINED));
    assertEquals("Seccomp:\t0", outcome.output());
  }

  @Test
  void sensitivePathsAreHiddenOrReadOnly() throws Exception {
    assertEquals("0", output("cat /proc/keys /proc/timer_list | wc -c"));
    assertEquals("", output("ls /proc/acpi /sys/firmware | grep -v :"));
    for (String attempt :
        List.of("echo 1 >/proc/sys/kernel/panic", "mkdir /sys/fs/cgroup/x", "mkdir /sys/x")) {
      String output = output(attempt);
      assertTrue(output.contains("Read-only file system"), attempt + ": " + output);
    }
  }

  @Test
  void devicesAreTheUsualOnesAndOthersCannotBeOpened() throws Exception {
    String core = Files.exists(Path.of("/proc/kcore")) ? "core " : "";
    assertEquals(
        core + "fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero",
        output("echo $(ls /dev)"));
    assertEquals("4", output("head -c 4 /dev/urandom | wc -c"));
    assertEquals("character special file 1 3", output("stat -c '%F %t %T' /dev/null"));
    String disk = output("mknod /tmp/d b 254 0 && head -c 1 /tmp/d 2>&1");
    assertTrue(disk.contains("Operation not permitted"), disk);
    assertEquals("0", output("mknod /tmp/n c 1 3 && echo x >/tmp/n && cat /tmp/n | wc -c"));
  }

  @Test
  void mountsOfTheHostAreNotVisible() throws Exception {
    String mounts = output("cat /proc/self/mountinfo");
    assertFalse(mounts.contains(" ext4 "), mounts);
    assertTrue(mounts.lines().anyMatch(l -> l.contains(" / / ") && l.contains(" - overlay ")));
  }

  @Test
  void rootCanBeReadOnly() throws Exception {
    Outcome outcome =
        Outcome.of(
            runtime, root.shell("touch /x 2>&1; touch /dev/shm/x && echo shm").readOnlyRoot(true));
    assertTrue(outcome.output().contains("Read-only file system"), outcome.output());
    assertTrue(outcome.output().contains("shm"), outcome.output());
  }

  @Test
  void readOnlyRootStillGetsItsWorkingDirectoryError() throws Exception {
    ContainerSpec.Builder builder = root.container("pwd").cwd("/etc").readOnlyRoot(true);
    assertEquals("/etc", Outcome.of(runtime, builder).output());
  }
}
