package dev.jbuild.dockerfile.plan;

/// Bounds on what one planning may hold, so that hostile files cost bounded memory and time. Counts
/// entries of environments, arguments and history, which steps and stages carry along.
final class Budget {

  /// Most variables and arguments of one stage.
  static final int VARIABLES = 10_000;

  private static final long ENTRIES = 20_000_000;

  private long left = ENTRIES;

  /// Takes entries off the budget.
  void spend(long entries) throws PlanException {
    left -= entries;
    if (left < 0) {
      throw new PlanException(
          "the steps of the file carry more variables and history along than the limit of "
              + ENTRIES
              + " entries",
          "");
    }
  }

  /// Checks the number of variables of a stage.
  static void checkVariables(StageState state) throws PlanException {
    if (state.environment.names().size() > VARIABLES || state.args.size() > VARIABLES) {
      throw new PlanException("the stage has more variables than the limit of " + VARIABLES, "");
    }
  }
}
