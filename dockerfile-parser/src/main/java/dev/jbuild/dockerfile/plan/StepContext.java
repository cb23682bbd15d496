package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.shell.Blanks;
import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.Variables;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the evaluators of single instructions share.
///
/// @param trigger whether the instruction comes from ONBUILD of the base
record StepContext(StageState state, PlanRun.PlanContext plan, WarningLog log, boolean trigger) {

  private static final Set<String> NEVER_ENVIRONMENT =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  /// Whether an ARG of that name stays out of the environment of steps.
  static boolean staysOutOfEnvironment(String name) {
    return NEVER_ENVIRONMENT.contains(name);
  }

  /// A word of the instruction with its variables expanded; unset ones become empty, with a
  /// warning.
  String expand(String word, Instruction instruction) throws PlanException {
    return expansion(plan.expansions().words(), word, instruction).text();
  }

  List<String> expandAll(List<String> words, Instruction instruction) throws PlanException {
    List<String> out = new ArrayList<>(words.size());
    for (String word : words) {
      out.add(expand(word, instruction));
    }
    return out;
  }

  Expansion expansion(WordExpander expander, String word, Instruction instruction)
      throws PlanException {
    try {
      Expansion expansion = expander.expand(word, state.environment);
      reportUnset(expansion.unset(), instruction);
      return plan.budget().spendOn(expansion);
    } catch (ExpansionException e) {
      reportUnset(e.unset(), instruction);
      throw new PlanException(String.valueOf(e.getMessage()), word);
    }
  }

  /// The words that a word of EXPOSE expands to; unset variables are not reported.
  List<String> words(String word) throws PlanException {
    try {
      Expansion expansion = plan.expansions().words().expand(word, state.environment);
      return plan.budget().spendOn(expansion).words();
    } catch (ExpansionException e) {
      throw new PlanException(String.valueOf(e.getMessage()), word);
    }
  }

  private void reportUnset(Set<String> unset, Instruction instruction) {
    if (state.baseUnknown) {
      return; // the base may set them
    }
    for (String name : unset) {
      if (state.declared.contains(name) || staysOutOfEnvironment(name) || log.isFull()) {
        continue;
      }
      String similar =
          Suggestion.find(name, state.environment.names(), true)
              .map(s -> " (did you mean $" + s + "?)")
              .orElse("");
      log.add(
          Rule.UNDEFINED_VAR,
          instruction.range(),
          name,
          "Usage of undefined variable '$" + name + "'" + similar);
    }
  }

  /// The next step with the text of the instruction, expanded for display where that is possible.
  Step step(Instruction instruction, WordExpander display, Variables variables, String suffix)
      throws PlanException {
    String text = Blanks.trim(instruction.node().original()) + suffix;
    try {
      text = display.expandToText(text, variables);
    } catch (ExpansionException e) {
      // shown as written
    }
    plan.budget().spendText(text.length());
    String position = state.nextPosition();
    return new Step(
        instruction.range(), (trigger ? "ONBUILD " : "") + upperCaseWord(text), position);
  }

  private static String upperCaseWord(String text) {
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    return word.toUpperCase(Locale.ROOT) + text.substring(word.length());
  }

  /// The words of a command in shell form: the shell of the stage and the text.
  List<String> withShell(String text) {
    List<String> shell = state.config.shell;
    List<String> words = new ArrayList<>();
    if (shell != null && !shell.isEmpty()) {
      words.addAll(shell);
    } else if (state.isWindows()) {
      words.addAll(List.of("cmd", "/S", "/C"));
    } else {
      words.addAll(List.of("/bin/sh", "-c"));
    }
    words.add(text);
    return words;
  }
}
