package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates ARG: a value given by the caller wins, then the default, then a global argument. Names
/// are set one by one, so a default may use the one before.
final class ArgEvaluator {

  private final StepContext step;
  private final StageState state;

  ArgEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void evaluate(ArgInstruction arg, Scope global) throws PlanException {
    List<String> shown = new ArrayList<>();
    for (ArgDeclaration declaration : arg.declarations()) {
      String name = declaration.name();
      SecretNames.report(step.log(), "ARG", name, arg);
      String value = value(arg, declaration, global);
      if (value != null && !StepContext.staysOutOfEnvironment(name)) {
        state.environment.set(name, value);
      }
      state.args.add(new ArgDeclaration(name, value, declaration.description()));
      state.declared.add(name);
      Budget.checkVariables(state);
      shown.add(value == null ? name : name + "=" + value);
    }
    state.addHistory("ARG " + String.join(" ", shown), false);
  }

  private @Nullable String value(ArgInstruction arg, ArgDeclaration declaration, Scope global)
      throws PlanException {
    String given = step.plan().options().buildArgs().get(declaration.name());
    if (given != null) {
      return given;
    }
    String standard = declaration.value();
    return standard == null ? global.get(declaration.name()) : step.expand(standard, arg);
  }
}
