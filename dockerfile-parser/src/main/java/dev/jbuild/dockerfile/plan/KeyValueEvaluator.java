package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.instruction.EnvInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.KeyValue;
import dev.jbuild.dockerfile.instruction.LabelInstruction;
import java.util.ArrayList;
import java.util.List;

/// Evaluates ENV and LABEL. All values are read before any is set.
final class KeyValueEvaluator {

  private final StepContext step;
  private final StageState state;

  KeyValueEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void env(EnvInstruction env) throws PlanException {
    StringBuilder history = new StringBuilder("ENV");
    for (KeyValue pair : expanded(env.variables(), env)) {
      reportOldForm(pair, env);
      SecretNames.report(step.log(), "ENV", pair.name(), env);
      history.append(' ').append(pair.name()).append('=').append(pair.value());
      state.environment.set(pair.name(), pair.value());
      state.shownArguments.changed(pair.name());
      state.config.environment(pair.name(), pair.value());
      Budget.checkVariables(state);
    }
    state.addHistory(history.toString(), false);
  }

  void label(LabelInstruction label) throws PlanException {
    StringBuilder history = new StringBuilder("LABEL");
    for (KeyValue pair : expanded(label.labels(), label)) {
      reportOldForm(pair, label);
      history.append(' ').append(pair.name()).append('=').append(pair.value());
      state.config.label(pair.name(), pair.value());
    }
    state.addHistory(history.toString(), false);
  }

  private List<KeyValue> expanded(List<KeyValue> pairs, Instruction instruction)
      throws PlanException {
    List<KeyValue> out = new ArrayList<>(pairs.size());
    for (KeyValue pair : pairs) {
      String name = step.expand(pair.name(), instruction);
      out.add(new KeyValue(name, step.expand(pair.value(), instruction), pair.old()));
    }
    return out;
  }

  private void reportOldForm(KeyValue pair, Instruction instruction) {
    if (pair.old()) {
      String word = instruction.node().word();
      step.log()
          .add(
              Rule.LEGACY_KEY_VALUE_FORMAT,
              instruction.range(),
              pair.name(),
              "\""
                  + word
                  + " key=value\" should be used instead of legacy \""
                  + word
                  + " key value\" format");
    }
  }
}
