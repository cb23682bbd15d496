package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.CmdInstruction;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.EntrypointInstruction;
import dev.jbuild.dockerfile.instruction.EnvInstruction;
import dev.jbuild.dockerfile.instruction.ExposeInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.instruction.HealthcheckInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.LabelInstruction;
import dev.jbuild.dockerfile.instruction.MaintainerInstruction;
import dev.jbuild.dockerfile.instruction.OnbuildInstruction;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.ShellInstruction;
import dev.jbuild.dockerfile.instruction.StopSignalInstruction;
import dev.jbuild.dockerfile.instruction.UnsetInstruction;
import dev.jbuild.dockerfile.instruction.UserInstruction;
import dev.jbuild.dockerfile.instruction.VolumeInstruction;
import dev.jbuild.dockerfile.instruction.WorkdirInstruction;
import dev.jbuild.dockerfile.plan.StageState.StageCommand;

/// Evaluates the instructions of one stage in order, triggers of the base first.
final class StageEvaluator {

  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final long COST_OF_COPY = 4; // an entry and its places in maps

  private final StageState state;
  private final PlanRun.PlanContext context;
  private final StageGraph graph;

  StageEvaluator(StageState state, PlanRun.PlanContext context, StageGraph graph) {
    this.state = state;
    this.context = context;
    this.graph = graph;
  }

  void evaluate() throws DockerfileException {
    state.dispatched = true;
    try {
      begin();
    } catch (PlanException e) {
      throw context.error(state.range, e);
    }
    for (StageCommand command : state.commands) {
      Instruction instruction = command.instruction();
      WarningLog log = context.log(instruction);
      int before = state.history.size();
      try {
        evaluate(command, new StepContext(state, context, log, command.trigger()));
        if (state.history.size() > before) {
          context.budget().spendText(state.history.getLast().createdBy().length());
        }
      } catch (PlanException e) {
        context.keep(instruction.range(), e);
      }
    }
  }

  /// Takes over what the base has. PATH is always set, except where the system sets it.
  private void begin() throws PlanException {
    StageState base = state.base;
    if (base != null) {
      long taken = (long) base.args.size() + base.environment.names().size() + base.config.size();
      context.budget().spend(COST_OF_COPY * taken);
    }
    state.inherit();
    if (!state.config.hasEnvironment("PATH") && !state.isWindows()) {
      state.config.environment("PATH", DEFAULT_PATH);
    }
    for (String entry : state.config.environment()) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? entry : entry.substring(0, equals);
      state.environment.set(name, equals < 0 ? "" : entry.substring(equals + 1));
    }
    String directory = state.config.workingDirectory;
    if (!directory.isEmpty()) {
      state.config.workingDirectory = UnixPath.resolve(directory, directory, false);
      state.directory = state.config.workingDirectory;
    }
    if (!state.config.user.isEmpty()) {
      state.user = state.config.user;
    }
  }

  private void evaluate(StageCommand command, StepContext step) throws PlanException {
    switch (command.instruction()) {
      case AddInstruction i -> new CopyEvaluator(step).add(i);
      case ArgInstruction i -> new ArgEvaluator(step).evaluate(i, graph.globalScope());
      case CmdInstruction i -> new CommandEvaluator(step).cmd(i);
      case CopyInstruction i -> new CopyEvaluator(step).copy(i, command.sources());
      case EntrypointInstruction i -> new CommandEvaluator(step).entrypoint(i);
      case EnvInstruction i -> new KeyValueEvaluator(step).env(i);
      case ExposeInstruction i -> new ExposeEvaluator(step).evaluate(i);
      case FromInstruction _ -> throw new IllegalStateException("FROM inside of a stage");
      case HealthcheckInstruction i -> new CommandEvaluator(step).healthcheck(i);
      case LabelInstruction i -> new KeyValueEvaluator(step).label(i);
      case MaintainerInstruction i -> {
        state.config.author = i.author();
        state.addHistory("MAINTAINER " + i.author(), false);
      }
      case OnbuildInstruction i -> state.config.onBuild.add(i.trigger());
      case RunInstruction i -> new RunEvaluator(step).evaluate(i, command.sources());
      case ShellInstruction i -> {
        state.config.shell = i.words();
        state.addHistory("SHELL " + HistoryText.list(i.words()), false);
      }
      case StopSignalInstruction i -> {
        String signal = step.expand(i.signal(), i);
        Signals.check(signal);
        state.config.stopSignal = signal;
        state.addHistory("STOPSIGNAL " + signal, false);
      }
      case UnsetInstruction i -> new UnsetEvaluator(step).evaluate(i);
      case UserInstruction i -> {
        state.user = step.expand(i.user(), i);
        state.config.user = state.user;
        state.addHistory("USER " + state.user, false);
      }
      case VolumeInstruction i -> new VolumeEvaluator(step).evaluate(i);
      case WorkdirInstruction i -> new WorkdirEvaluator(step).evaluate(i);
    }
  }
}
