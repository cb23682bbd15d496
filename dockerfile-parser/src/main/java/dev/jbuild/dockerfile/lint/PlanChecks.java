package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.ignore.IgnorePattern;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.CopySource;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules that look at what a file means once its variables are expanded.
final class PlanChecks {

  private PlanChecks() {}

  static void run(Dockerfile file, PlanOptions options, BuildPlan plan, WarningLog log) {
    for (StagePlan planned : plan.stages()) {
      Stage stage = file.stages().get(planned.index());
      checkBase(planned, stage, log);
      IgnorePatterns ignored = options.ignored();
      if (ignored != null && ignored.hasInclusions()) {
        checkSources(planned, stage, ignored, log);
      }
    }
    checkUser(file.stages().get(plan.target().index()), plan, log);
  }

  private static void checkBase(StagePlan planned, Stage stage, WarningLog log) {
    if (planned.base() instanceof Base.Image image
        && !image.name().contains("@")
        && image.name().endsWith(":latest")) {
      log.with(stage.from().node().comments())
          .add(
              Rule.UNPINNED_BASE,
              stage.range(),
              stage.from().base(),
              "The base "
                  + image.name()
                  + " is whatever was pushed last; name a version or a digest");
    }
  }

  /// With re-inclusions BuildKit says nothing of excluded sources; where nothing can come back
  /// below one, it is certain that COPY will fail.
  private static void checkSources(
      StagePlan planned, Stage stage, IgnorePatterns ignored, WarningLog log) {
    Map<SourceRange, List<String>> comments = new HashMap<>();
    for (Instruction instruction : stage.instructions()) {
      comments.put(instruction.range(), instruction.node().comments());
    }
    for (Operation operation : planned.operations()) {
      if (!(operation instanceof Operation.Copy copy) || !(copy.from() instanceof Origin.Context)) {
        continue;
      }
      for (CopySource source : copy.sources()) {
        String path = source instanceof CopySource.Path p ? p.pattern().substring(1) : "";
        boolean plain = path.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
        if (plain && !path.isEmpty() && ignored.excludes(path) && !ignored.mayIncludeBelow(path)) {
          IgnorePattern by = ignored.decisive(path).orElseThrow();
          log.with(comments.getOrDefault(operation.step().range(), List.of()))
              .add(
                  Rule.COPY_SOURCE_EXCLUDED,
                  operation.step().range(),
                  path,
                  "'%s' is not in the context: line %d of the ignore file, '%s', excludes it"
                      .formatted(path, by.line(), by));
        }
      }
    }
  }

  private static void checkUser(Stage target, BuildPlan plan, WarningLog log) {
    ConfigState config = plan.target().config();
    String user = config.user();
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    boolean root = name.isEmpty() || name.equals("root") || name.equals("0");
    boolean runs = config.cmd() != null || config.entrypoint() != null;
    if (root && runs) {
      log.with(target.from().node().comments())
          .add(
              Rule.RUNS_AS_ROOT,
              target.range(),
              target.from().node().word(),
              name.isEmpty()
                  ? "No USER is named, so that containers run as the user of the base, mostly root"
                  : "Containers of this image run as root; name another USER at the end");
    }
  }
}
