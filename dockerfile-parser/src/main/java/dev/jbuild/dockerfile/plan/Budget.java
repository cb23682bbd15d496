package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.shell.Expansion;

/// Bounds on what one planning may hold, so that hostile files cost bounded memory and time. Not
/// even a generated file of many megabytes comes near them.
final class Budget {

  /// Most variables and arguments of one stage.
  static final int VARIABLES = 100_000;

  private static final long ENTRIES = 20_000_000;
  private static final long CHARACTERS = 128 << 20;
  private static final long PATTERN_STEPS = 200_000_000;

  private long entries = ENTRIES;
  private long characters = CHARACTERS;
  private long patternSteps = PATTERN_STEPS;

  /// Takes entries off the budget: variables, labels, ports and path names that steps and stages
  /// carry along.
  void spend(long count) throws PlanException {
    entries -= count;
    if (entries < 0) {
      throw new PlanException(
          "the steps of the file carry more variables, labels and ports along than the limit of "
              + ENTRIES
              + " entries",
          "");
    }
  }

  /// Takes text off the budget: values of variables, and what history and progress show.
  void spendText(long length) throws PlanException {
    characters -= length;
    if (characters < 0) {
      throw new PlanException(
          "the file expands to more text than the limit of " + CHARACTERS + " characters", "");
    }
  }

  /// Takes the result and the work of an expansion off the budget.
  Expansion spendOn(Expansion expansion) throws PlanException {
    spendText(expansion.text().length());
    patternSteps -= expansion.patternSteps();
    if (patternSteps < 0) {
      throw new PlanException(
          "the patterns of the file take more than the limit of " + PATTERN_STEPS + " steps", "");
    }
    return expansion;
  }

  /// Checks the number of variables of a stage.
  static void checkVariables(StageState state) throws PlanException {
    if (state.environment.names().size() > VARIABLES || state.args.size() > VARIABLES) {
      throw new PlanException("the stage has more variables than the limit of " + VARIABLES, "");
    }
  }
}
