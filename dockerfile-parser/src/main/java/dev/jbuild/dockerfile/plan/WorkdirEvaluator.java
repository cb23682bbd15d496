package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.ast.QuotedText;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.instruction.WorkdirInstruction;
import java.util.Optional;

/// Evaluates WORKDIR: joins it to the directory before and makes it, except `/`.
final class WorkdirEvaluator {

  private final StepContext step;
  private final StageState state;

  WorkdirEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void evaluate(WorkdirInstruction workdir) throws PlanException {
    String path = step.expand(workdir.path(), workdir);
    boolean windows = state.isWindows();
    boolean absolute = windows ? WindowsPath.isAbsolute(path) : path.startsWith("/");
    if (!state.workdirSet && !absolute) {
      step.log()
          .add(
              Rule.WORKDIR_RELATIVE_PATH,
              workdir.range(),
              workdir.path(),
              "Relative workdir "
                  + QuotedText.of(path)
                  + " can have unexpected results if the base image changes");
    }
    state.workdirSet = true;
    String before = state.config.workingDirectory;
    step.plan().budget().spend(before.length());
    String directory =
        windows ? WindowsPath.resolve(before, path, false) : UnixPath.resolve(before, path, false);
    state.config.workingDirectory = windows ? directory.replace('/', '\\') : directory;
    state.directory = directory;
    boolean layer = !directory.equals("/");
    if (layer) {
      Optional<String> owner =
          state.config.user.isEmpty() ? Optional.empty() : Optional.of(state.config.user);
      Step shown = step.step(workdir, step.plan().expansions().words(), state.environment, "");
      state.operations.add(new Operation.MakeDirectory(shown, UnixPath.clean(directory), owner));
    }
    state.addHistory("WORKDIR " + directory, layer);
  }
}
