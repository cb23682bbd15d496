package dev.jbuild.runtime.rootfs;

import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Mount;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.cgroup.Hierarchy;
import dev.jbuild.runtime.rootfs.MountStep.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The steps for a specification: /proc, /dev, /sys and cgroups as docker lays them, then the
/// user's mounts, parents before children, then what is hidden and protected.
public final class StandardMounts {
  private static final int READ_ONLY = 1;
  private static final int NO_SUID = 2;
  private static final int NO_DEVICES = 4;
  private static final int NO_EXEC = 8;
  private static final int NO_ANYTHING = NO_SUID | NO_DEVICES | NO_EXEC;

  private static final int TTY = 5;
  private static final String CGROUP_ROOT = "/sys/fs/cgroup";

  private final ContainerSpec spec;
  private final List<Hierarchy> hierarchies;
  private final List<MountStep> steps = new ArrayList<>();

  private StandardMounts(ContainerSpec spec, List<Hierarchy> hierarchies) {
    this.spec = spec;
    this.hierarchies = hierarchies;
  }

  /// The steps for a container that has been given cgroups in these hierarchies.
  public static List<MountStep> of(ContainerSpec spec, List<Hierarchy> hierarchies) {
    StandardMounts mounts = new StandardMounts(spec, hierarchies);
    mounts.proc();
    mounts.dev();
    mounts.sys();
    mounts.cgroups();
    mounts.users();
    spec.maskedPaths().forEach(path -> mounts.steps.add(new MountStep.Mask(path)));
    spec.readOnlyPaths().forEach(path -> mounts.steps.add(new MountStep.ReadOnly(path)));
    return List.copyOf(mounts.steps);
  }

  private void fileSystem(String type, String target, int attributes, Option... options) {
    steps.add(new MountStep.FileSystem(type, target, attributes, List.of(options), false));
  }

  private void proc() {
    fileSystem("proc", "/proc", NO_ANYTHING);
    if (spec.network() == NetworkMode.NONE) {
      // As docker: in a network of its own a container may ping and use low ports without rights.
      steps.add(new MountStep.Sysctl("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"));
      if (spec.userNamespace().isEmpty()) {
        steps.add(new MountStep.Sysctl("/proc/sys/net/ipv4/ping_group_range", "0 2147483647"));
      }
    }
  }

  private void dev() {
    fileSystem("tmpfs", "/dev", NO_SUID, new Option("mode", "755"), new Option("size", "65536k"));
    steps.add(new MountStep.Directory("/dev/pts", 0755));
    steps.add(new MountStep.Directory("/dev/mqueue", 01777));
    steps.add(new MountStep.Directory("/dev/shm", 01777));
    terminals();
    fileSystem("mqueue", "/dev/mqueue", NO_ANYTHING);
    fileSystem(
        "tmpfs", "/dev/shm", NO_ANYTHING, new Option("mode", "1777"), new Option("size", "65536k"));
    device("null", 1, 3);
    device("zero", 1, 5);
    device("full", 1, 7);
    device("random", 1, 8);
    device("urandom", 1, 9);
    device("tty", 5, 0);
    link("fd", "/proc/self/fd");
    link("stdin", "/proc/self/fd/0");
    link("stdout", "/proc/self/fd/1");
    link("stderr", "/proc/self/fd/2");
    link("ptmx", "pts/ptmx");
    // only where the kernel has it, as runc
    if (Files.exists(Path.of("/proc/kcore"))) {
      link("core", "/proc/kcore");
    }
    if (spec.stdio().terminal()) {
      steps.add(new MountStep.Console());
    }
  }

  /// Terminals belong to the group tty, where that is somebody.
  private void terminals() {
    List<Option> options = new ArrayList<>();
    options.add(Option.flag("newinstance"));
    options.add(new Option("ptmxmode", "0666"));
    options.add(new Option("mode", "0620"));
    if (spec.userNamespace().isEmpty() || spec.userNamespace().get().hasGroup(TTY)) {
      options.add(new Option("gid", Integer.toString(TTY)));
    }
    fileSystem("devpts", "/dev/pts", NO_SUID | NO_EXEC, options.toArray(Option[]::new));
  }

  /// In a user namespace nobody may make device nodes; the host's are shown there.
  private void device(String name, int major, int minor) {
    steps.add(
        spec.userNamespace().isPresent()
            ? new MountStep.Bind("/dev/" + name, "/dev/" + name, 0, false)
            : new MountStep.Device("/dev/" + name, 0666, major, minor));
  }

  private void link(String name, String text) {
    steps.add(new MountStep.Link("/dev/" + name, text));
  }

  private void sys() {
    // sysfs shows the network of who mounts it, so a user namespace may mount it only with its own.
    if (spec.userNamespace().isPresent() && spec.network() == NetworkMode.HOST) {
      steps.add(new MountStep.Bind("/sys", "/sys", READ_ONLY | NO_ANYTHING, false));
    } else {
      fileSystem("sysfs", "/sys", READ_ONLY | NO_ANYTHING);
    }
  }

  private void cgroups() {
    if (hierarchies.isEmpty()) {
      return;
    }
    if (hierarchies.getFirst().version() == 2) {
      fileSystem("cgroup2", CGROUP_ROOT, READ_ONLY | NO_ANYTHING);
      return;
    }
    fileSystem("tmpfs", CGROUP_ROOT, NO_ANYTHING, new Option("mode", "755"));
    for (Hierarchy hierarchy : hierarchies) {
      String name = String.join(",", hierarchy.options());
      String target = CGROUP_ROOT + "/" + name;
      steps.add(new MountStep.Directory(target, 0755));
      fileSystem(
          "cgroup",
          target,
          READ_ONLY | NO_ANYTHING,
          hierarchy.options().stream().map(Option::flag).toArray(Option[]::new));
      if (hierarchy.options().size() > 1) {
        hierarchy
            .options()
            .forEach(o -> steps.add(new MountStep.Link(CGROUP_ROOT + "/" + o, name)));
      }
    }
    steps.add(new MountStep.ReadOnly(CGROUP_ROOT));
  }

  private void users() {
    spec.mounts().stream()
        .sorted((a, b) -> Long.compare(depth(a.target()), depth(b.target())))
        .forEach(mount ->
            steps.add(
                switch (mount) {
                  case Mount.Bind b ->
                      new MountStep.Bind(
                          b.source().toString(), b.target(), b.readOnly() ? READ_ONLY : 0, true);
                  case Mount.Tmpfs t ->
                      new MountStep.FileSystem("tmpfs", t.target(), NO_ANYTHING, options(t), true);
                }));
  }

  private static List<Option> options(Mount.Tmpfs tmpfs) {
    List<Option> options = new ArrayList<>();
    options.add(new Option("mode", Integer.toOctalString(tmpfs.mode())));
    if (tmpfs.sizeBytes() > 0) {
      options.add(new Option("size", Long.toString(tmpfs.sizeBytes())));
    }
    return options;
  }

  private static long depth(String target) {
    return target.chars().filter(c -> c == '/').count();
  }
}
