package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerRuntime;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.Resources;
import dev.jbuild.runtime.RunningContainer;
import dev.jbuild.runtime.Stdio;
import dev.jbuild.runtime.cgroup.Cgroups;
import dev.jbuild.runtime.cgroup.ControlGroup;
import dev.jbuild.runtime.cgroup.Hierarchy;
import dev.jbuild.runtime.rootfs.MountStep;
import dev.jbuild.runtime.rootfs.StandardMounts;
import dev.jbuild.runtime.seccomp.DefaultFilter;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The runtime that hands each container to a process of the native launcher. Thread-safe.
///
/// A container is one launcher process, which stays until the container has ended, and the
/// container's own. All that is to be known of it is in its state directory, so it can be watched
/// and ended by other processes than the one that started it; see [StatusFile].
public final class LauncherRuntime implements ContainerRuntime {
  private static final String CGROUP_PARENT = "jbuild";

  /// A cgroup without processes that is younger may be one that a container is about to enter.
  private static final Duration LEFTOVER_AGE = Duration.ofMinutes(1);

  private static final Path NULL = Path.of("/dev/null");

  private final Path launcher;
  private final List<Hierarchy> hierarchies;
  private final Options options;
  private final InstantSource clock;

  /// Choices for all containers of a runtime.
  ///
  /// @param parentForwardsSignals whether this process passes on the signals it gets; the launcher
  ///   then ignores keys such as Ctrl-C, which reach both, as long as this process lives
  /// @param classicOverlay whether to mount overlays the way kernels before 6.7 need it; they are
  ///   recognised without this
  public record Options(boolean parentForwardsSignals, boolean classicOverlay) {
    /// Signals come to the launcher, overlays as the kernel can.
    public static final Options DEFAULT = new Options(false, false);
  }

  /// A runtime over a launcher and the cgroup hierarchies of this host.
  public LauncherRuntime(
      Path launcher, List<Hierarchy> hierarchies, Options options, InstantSource clock) {
    this.launcher = launcher;
    this.clock = clock;
    this.hierarchies = List.copyOf(hierarchies);
    this.options = options;
  }

  /// A runtime over a launcher on the host this process runs on.
  public static LauncherRuntime onThisHost(Path launcher, Options options) throws IOException {
    String mountinfo = Files.readString(Path.of("/proc/self/mountinfo"));
    return new LauncherRuntime(
        launcher, Hierarchy.parse(mountinfo), options, InstantSource.system());
  }

  @Override
  public RunningContainer start(ContainerSpec spec) throws ContainerException {
    try {
      if (spec.userNamespace().isPresent() && !spec.resources().equals(Resources.UNLIMITED)) {
        throw new IOException(
            "limits need cgroups, which only root can make: start it without limits of memory,"
                + " processors and processes, or as root");
      }
      List<ControlGroup> cgroups =
          spec.userNamespace().isPresent()
              ? List.of()
              : new Cgroups(hierarchies).plan(spec.cgroupParent(), spec.id(), spec.resources());
      List<MountStep> steps =
          StandardMounts.of(spec, cgroups.stream().map(ControlGroup::hierarchy).toList());
      LaunchPlan plan =
          new LaunchPlan(
              spec, ProcessHandle.current().pid(), steps, cgroups, filter(spec), options);
      writePrivately(spec.stateDirectory().resolve("plan"), plan.encode());
      return new LaunchedContainer(spec, launcher, spawn(spec));
    } catch (IOException e) {
      throw new ContainerException(
          spec.id(), "start container '" + spec.id() + "': " + e.getMessage(), e);
    }
  }

  @Override
  public void clear(String id) {
    new Cgroups(hierarchies).remove(CGROUP_PARENT, id);
  }

  @Override
  public void clearLeftovers() {
    new Cgroups(hierarchies).removeLeftovers(CGROUP_PARENT, clock.instant().minus(LEFTOVER_AGE));
  }

  private static byte[] filter(ContainerSpec spec) throws IOException {
    return switch (spec.seccomp()) {
      case UNCONFINED -> new byte[0];
      case DOCKER_DEFAULT ->
          DefaultFilter.of(System.getProperty("os.arch", ""), spec.capabilities());
    };
  }

  /// The plan holds the environment, and with it perhaps secrets.
  private static void writePrivately(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, bytes, StandardOpenOption.WRITE);
  }

  private Process spawn(ContainerSpec spec) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "run", spec.stateDirectory().toString());
    builder.environment().clear();
    Stdio stdio = spec.stdio();
    boolean inherit = stdio.kind() == Stdio.Kind.INHERIT;
    Redirect none = Redirect.from(new File(NULL.toString()));
    builder.redirectInput(!stdio.stdin() ? none : inherit ? Redirect.INHERIT : Redirect.PIPE);
    builder.redirectOutput(inherit ? Redirect.INHERIT : Redirect.PIPE);
    builder.redirectError(inherit ? Redirect.INHERIT : Redirect.PIPE);
    builder.redirectErrorStream(stdio.kind() == Stdio.Kind.MERGED_PIPES);
    return builder.start();
  }
}
