package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.UnsetInstruction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates UNSET. What is not there is taken back without complaint, so that a file serves for
/// several bases.
final class UnsetEvaluator {

  private static final String ALL = "*";

  private final StepContext step;
  private final StageState state;

  UnsetEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void evaluate(UnsetInstruction unset) throws PlanException {
    ConfigState.Builder config = state.config;
    step.plan().budget().spend(config.size());
    List<String> names = step.expandAll(unset.names(), unset);
    boolean all = names.contains(ALL);
    switch (unset.kind()) {
      case ENV -> names.forEach(this::unsetVariable);
      case LABEL -> config.labels.keySet().removeIf(name -> all || names.contains(name));
      case EXPOSE -> config.exposedPorts.removeAll(all ? config.exposedPorts() : ports(names));
      case VOLUME -> config.volumes.removeIf(path -> all || names.contains(path));
      case ENTRYPOINT -> config.entrypoint = null;
      case CMD -> config.cmd = null;
    }
    String shown = names.isEmpty() ? "" : " " + String.join(" ", names);
    state.addHistory("UNSET " + unset.kind() + shown, false);
  }

  private List<String> ports(List<String> names) throws PlanException {
    List<String> ports = new ArrayList<>();
    for (String name : names) {
      new ExposeEvaluator(step).addPorts(name, null, ports);
    }
    return ports;
  }

  /// Takes a variable back; later steps see the argument of that name again, if there is one.
  private void unsetVariable(String name) {
    state.config.unsetEnvironment(name);
    state.shownArguments.changed(name);
    String argument = argument(name);
    if (argument == null) {
      state.environment.unset(name);
    } else {
      state.environment.set(name, argument);
    }
  }

  private @Nullable String argument(String name) {
    for (ArgDeclaration declaration : state.args.reversed()) {
      if (declaration.name().equals(name)) {
        return declaration.value();
      }
    }
    return null;
  }
}
