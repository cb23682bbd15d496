package dev.jbuild.runtime.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.runtime.Resources;
import dev.jbuild.runtime.cgroup.ControlGroup.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
  private static final String HYBRID =
      """
      31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
      32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
      35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
      36 31 0:33 / /sys/fs/cgroup/devices rw - cgroup cgroup rw,devices
      99 31 0:33 / /elsewhere/devices rw - cgroup cgroup rw,devices
      40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
      41 31 0:38 / /sys/fs/my\\040cgroup rw - cgroup2 cgroup2 rw,nsdelegate
      """;

  @TempDir Path root;

  private Path make(String... files) throws IOException {
    for (String file : files) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), "");
    }
    return root;
  }

  private Cgroups first(String... controllers) throws IOException {
    return new Cgroups(
        List.of(controllers).stream()
            .map(c -> new Hierarchy(1, root.resolve(c), List.of(c)))
            .toList());
  }

  private static List<Setting> settings(List<ControlGroup> groups, String controller) {
    return groups.stream()
        .filter(g -> g.hierarchy().controls(controller))
        .findFirst()
        .orElseThrow()
        .settings();
  }

  @Test
  void findsHierarchiesInMountTable() {
    assertEquals(
        List.of(
            new Hierarchy(1, Path.of("/sys/fs/cgroup/cpu,cpuacct"), List.of("cpu", "cpuacct")),
            new Hierarchy(1, Path.of("/sys/fs/cgroup/memory"), List.of("memory")),
            new Hierarchy(1, Path.of("/sys/fs/cgroup/devices"), List.of("devices")),
            new Hierarchy(1, Path.of("/sys/fs/cgroup/systemd"), List.of("name=systemd")),
            new Hierarchy(2, Path.of("/sys/fs/my cgroup"), List.of())),
        Hierarchy.parse(HYBRID));
  }

  @Test
  void mixedSetUpUsesVersionOne() throws IOException {
    List<Hierarchy> both =
        List.of(
            new Hierarchy(2, make("unified/x").resolve("unified"), List.of()),
            new Hierarchy(1, make("pids/x").resolve("pids"), List.of("pids")));
    List<ControlGroup> groups = new Cgroups(both).plan("jbuild", "c1", Resources.UNLIMITED);
    assertEquals(1, groups.size());
    assertEquals(root.resolve("pids/jbuild/c1"), groups.getFirst().directory());
    assertTrue(Files.isDirectory(root.resolve("pids/jbuild")));
    assertFalse(Files.exists(root.resolve("pids/jbuild/c1")), "the launcher's to make");
  }

  @Test
  void versionOneWritesMemoryBeforeMemoryAndSwap() throws IOException {
    make("memory/memory.memsw.limit_in_bytes", "cpu/x", "pids/x");
    List<ControlGroup> groups =
        first("memory", "cpu", "pids")
            .plan("jbuild", "c", new Resources(100 << 20, 0, 1_500_000_000L, 42));
    assertEquals(
        List.of(
            new Setting("memory.limit_in_bytes", "104857600"),
            new Setting("memory.memsw.limit_in_bytes", "209715200")),
        settings(groups, "memory"));
    assertEquals(
        List.of(
            new Setting("cpu.cfs_period_us", "100000"), new Setting("cpu.cfs_quota_us", "150000")),
        settings(groups, "cpu"));
    assertEquals(List.of(new Setting("pids.max", "42")), settings(groups, "pids"));
  }

  @Test
  void swapLimitIsLeftOutWhereTheKernelDoesNotCountSwap() throws IOException {
    make("memory/x");
    List<ControlGroup> groups =
        first("memory").plan("jbuild", "c", new Resources(100 << 20, 200 << 20, 0, 0));
    assertEquals(
        List.of(new Setting("memory.limit_in_bytes", "104857600")), settings(groups, "memory"));
    assertEquals("memory.oom_control", groups.getFirst().oomFile());
  }

  @Test
  void versionOneDeniesDevicesBeforeItAllowsSome() throws IOException {
    make("devices/x");
    List<Setting> settings =
        settings(first("devices").plan("jbuild", "c", Resources.UNLIMITED), "devices");
    assertEquals(new Setting("devices.deny", "a"), settings.getFirst());
    assertTrue(settings.contains(new Setting("devices.allow", "c 1:3 rwm")));
    assertTrue(settings.contains(new Setting("devices.allow", "c 136:* rwm")));
    assertTrue(settings.contains(new Setting("devices.allow", "b *:* m")));
  }

  @Test
  void versionTwoHandsControllersDownAndLimits() throws IOException {
    make("cgroup.subtree_control", "jbuild/cgroup.subtree_control");
    Cgroups cgroups = new Cgroups(List.of(new Hierarchy(2, root, List.of())));
    ControlGroup group =
        cgroups.plan("jbuild", "c", new Resources(64 << 20, -1, 500_000_000, 7)).getFirst();
    assertEquals(
        List.of(
            new Setting("memory.max", "67108864"),
            new Setting("memory.swap.max", "max"),
            new Setting("cpu.max", "50000 100000"),
            new Setting("pids.max", "7")),
        group.settings());
    assertEquals("memory.events", group.oomFile());
    assertTrue(Files.readString(root.resolve("jbuild/cgroup.subtree_control")).startsWith("+"));
    assertFalse(group.deviceProgram().isEmpty());
  }

  @Test
  void versionTwoCountsSwapAlone() {
    assertEquals(
        new Setting("memory.swap.max", "67108864"),
        UnifiedSettings.of(new Resources(64 << 20, 0, 0, 0)).get(1));
    assertEquals(
        new Setting("memory.swap.max", "1048576"),
        UnifiedSettings.of(new Resources(64 << 20, 65 << 20, 0, 0)).get(1));
  }

  @Test
  void limitWithoutItsControllerIsRefused() throws IOException {
    make("pids/x");
    Cgroups cgroups = first("pids");
    IOException e =
        assertThrows(
            IOException.class, () -> cgroups.plan("jbuild", "c", new Resources(64 << 20, 0, 0, 0)));
    assertTrue(e.getMessage().contains("'memory'"), e.getMessage());
  }

  @Test
  void withoutHierarchiesThereIsNothingToPlan() throws IOException {
    assertEquals(List.of(), new Cgroups(List.of()).plan("jbuild", "c", Resources.UNLIMITED));
  }

  @Test
  void onlyOldLeftoversAreRemoved() throws IOException {
    make("pids/x", "pids/jbuild/busy/cgroup.procs");
    Files.createDirectory(root.resolve("pids/jbuild/old"));
    Cgroups cgroups = first("pids", "memory");
    cgroups.removeLeftovers("jbuild", Instant.EPOCH);
    assertTrue(Files.exists(root.resolve("pids/jbuild/old")));
    cgroups.removeLeftovers("jbuild", Instant.now().plusSeconds(60));
    assertFalse(Files.exists(root.resolve("pids/jbuild/old")));
    assertTrue(Files.exists(root.resolve("pids/jbuild/busy")), "not empty");
  }
}
