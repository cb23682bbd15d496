package dev.jbuild.runtime.launch;

import dev.jbuild.runtime.rootfs.MountStep;
import dev.jbuild.runtime.rootfs.MountStep.Option;
import java.util.List;

/// The form of a mount step in a plan: kind, target, text, three numbers, whether links in the
/// target are followed, options.
final class StepCode {
  private StepCode() {}

  static void write(PlanBuffer plan, MountStep step) {
    switch (step) {
      case MountStep.FileSystem s ->
          step(plan, 1, s.target(), s.type(), List.of(s.attributes()), s.follow(), s.options());
      case MountStep.Bind s ->
          step(plan, 2, s.target(), s.source(), List.of(s.attributes()), s.follow(), List.of());
      case MountStep.Device s ->
          step(plan, 3, s.target(), "", List.of(s.mode(), s.major(), s.minor()), false, List.of());
      case MountStep.Link s -> step(plan, 4, s.target(), s.text(), List.of(), false, List.of());
      case MountStep.Directory s ->
          step(plan, 5, s.target(), "", List.of(s.mode()), false, List.of());
      case MountStep.Mask s -> step(plan, 6, s.target(), "", List.of(), false, List.of());
      case MountStep.ReadOnly s -> step(plan, 7, s.target(), "", List.of(), false, List.of());
      case MountStep.Sysctl s -> step(plan, 8, s.target(), s.value(), List.of(), false, List.of());
      case MountStep.Console s -> step(plan, 9, s.target(), "", List.of(), false, List.of());
    }
  }

  private static void step(
      PlanBuffer plan,
      int kind,
      String target,
      String text,
      List<Integer> numbers,
      boolean follow,
      List<Option> options) {
    plan.u32(kind).text(target).text(text);
    for (int i = 0; i < 3; i++) {
      plan.u32(i < numbers.size() ? numbers.get(i) : 0);
    }
    plan.u32(follow ? 1 : 0).list(options, StepCode::option);
  }

  static void option(PlanBuffer plan, Option option) {
    plan.text(option.key()).text(option.value());
  }
}
