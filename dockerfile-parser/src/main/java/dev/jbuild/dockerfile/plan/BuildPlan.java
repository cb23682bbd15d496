package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import java.util.List;

/// What it takes to build a target.
///
/// @param stages the reached ones, each after those it needs; the target is among them
/// @param warnings what was noticed while expanding, in the order of the source
/// @param sourceDateEpoch what the argument SOURCE_DATE_EPOCH says: a number of seconds since 1970,
///   `context`, the name of a context, or that of a stage that only adds something remote; empty
///   for nothing
public record BuildPlan(
    List<StagePlan> stages, StagePlan target, List<Diagnostic> warnings, String sourceDateEpoch) {

  public BuildPlan {
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }

  /// The plan of a reached stage.
  ///
  /// @param index of the stage in the file
  public StagePlan stage(int index) {
    for (StagePlan stage : stages) {
      if (stage.index() == index) {
        return stage;
      }
    }
    throw new IllegalArgumentException("stage " + index + " is not reached by the target");
  }
}
