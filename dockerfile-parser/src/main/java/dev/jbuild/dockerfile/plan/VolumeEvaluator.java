package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.VolumeInstruction;
import java.util.List;

/// Evaluates VOLUME.
final class VolumeEvaluator {

  private final StepContext step;

  VolumeEvaluator(StepContext step) {
    this.step = step;
  }

  void evaluate(VolumeInstruction volume) throws PlanException {
    List<String> paths = step.expandAll(volume.paths(), volume);
    for (String path : paths) {
      if (path.isEmpty()) {
        throw new PlanException(
            "VOLUME has a path that is empty once its variables are expanded",
            volume.paths().get(paths.indexOf(path)));
      }
      step.state().config.volume(path);
    }
    step.state().addHistory("VOLUME " + HistoryText.list(paths), false);
  }
}
