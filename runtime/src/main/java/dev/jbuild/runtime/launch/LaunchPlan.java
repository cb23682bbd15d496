package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.Capability;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.RootFilesystem;
import dev.jbuild.runtime.UserNamespace.IdRange;
import dev.jbuild.runtime.cgroup.ControlGroup;
import dev.jbuild.runtime.rootfs.MountStep;
import dev.jbuild.runtime.rootfs.MountStep.Option;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Everything the launcher is told, as one block of bytes. The form is that of `plan.h`, which is
/// the reference; the two change together, and the version with them.
final class LaunchPlan {
  private static final byte[] MAGIC = "jb-plan\0".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private static final int ROOT_OVERLAY = 1;
  private static final int ROOT_DIRECTORY = 2;

  private final ContainerSpec spec;
  private final long parent;
  private final List<MountStep> steps;
  private final List<ControlGroup> cgroups;
  private final byte[] filter;
  private final LauncherRuntime.Options options;

  /// @param parent the process id of this process as the launcher will see its parent
  /// @param filter the seccomp filter as the kernel takes it, empty for none; not copied
  LaunchPlan(
      ContainerSpec spec,
      long parent,
      List<MountStep> steps,
      List<ControlGroup> cgroups,
      byte[] filter,
      LauncherRuntime.Options options) {
    this.spec = spec;
    this.parent = parent;
    this.steps = steps;
    this.cgroups = cgroups;
    this.filter = filter;
    this.options = options;
  }

  byte[] encode() {
    PlanBuffer plan = new PlanBuffer();
    plan.raw(MAGIC).u32(VERSION).u32(flags()).u32(parent).text(spec.hostname());
    root(plan);
    plan.list(steps, StepCode::write);
    plan.list(cgroups, LaunchPlan::cgroup);
    plan.text(map(spec.userNamespace().map(u -> u.users()).orElse(List.of())));
    plan.text(map(spec.userNamespace().map(u -> u.groups()).orElse(List.of())));
    plan.u32(0); // limits are the host's
    plan.u64(Capability.mask(spec.capabilities()));
    plan.u32(spec.user().uid()).u32(spec.user().gid());
    plan.list(spec.user().groups(), PlanBuffer::u32);
    plan.list(spec.argv(), PlanBuffer::text);
    plan.list(spec.env(), PlanBuffer::text);
    plan.text(spec.cwd());
    plan.bytes(filter);
    return plan.toByteArray();
  }

  private int flags() {
    return bit(0, spec.stdio().terminal())
        | bit(1, spec.stdio().stdin())
        | bit(2, spec.endsWithParent())
        | bit(3, spec.network() == NetworkMode.NONE)
        | bit(4, spec.userNamespace().isPresent())
        | bit(5, spec.noNewPrivileges())
        | bit(6, spec.readOnlyRoot())
        | bit(7, !cgroups.isEmpty())
        | bit(8, options.classicOverlay())
        | bit(9, options.parentForwardsSignals());
  }

  private static int bit(int number, boolean set) {
    return set ? 1 << number : 0;
  }

  /// An overlay of nothing over a directory is that directory; the kernel wants one layer at least.
  private void root(PlanBuffer plan) {
    switch (spec.root()) {
      case RootFilesystem.Overlay o when !o.lower().isEmpty() ->
          plan.u32(ROOT_OVERLAY)
              .text(o.upper().toString())
              .text(o.work().toString())
              .list(o.lower().stream().map(Path::toString).toList(), PlanBuffer::text)
              .list(overlayOptions(), StepCode::option);
      case RootFilesystem.Overlay o -> directory(plan, o.upper());
      case RootFilesystem.Directory d -> directory(plan, d.path());
    }
  }

  /// Whatever the kernel's defaults are: an upper directory must be a plain tree that can become a
  /// layer, and be mounted again while the mount before it is still being cleared away.
  private List<Option> overlayOptions() {
    return spec.userNamespace().isPresent()
        ? List.of(Option.flag("userxattr"), new Option("index", "off"))
        : List.of(
            new Option("redirect_dir", "off"),
            new Option("metacopy", "off"),
            new Option("index", "off"));
  }

  private static void directory(PlanBuffer plan, Path path) {
    plan.u32(ROOT_DIRECTORY).text(path.toString()).text("").u32(0).u32(0);
  }

  private static void cgroup(PlanBuffer plan, ControlGroup group) {
    plan.u32(group.hierarchy().version())
        .text(group.directory().toString())
        .list(group.settings(), (p, s) -> p.text(s.file()).text(s.value()))
        .text(group.oomFile())
        .u32(8L * group.deviceProgram().size());
    group.deviceProgram().forEach(plan::u64);
  }

  private static String map(List<IdRange> ranges) {
    return ranges.stream()
        .map(r -> r.inside() + " " + r.outside() + " " + r.count() + "\n")
        .collect(Collectors.joining());
  }
}
