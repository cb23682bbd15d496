package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.UserInstruction;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.PlanOptions;
import org.jspecify.annotations.Nullable;

/// Runs the rules that BuildKit does not have. They keep quiet where they would have to guess.
final class OwnChecks {

  private OwnChecks() {}

  /// @param plan null when the file could not be planned; rules that need it are left out then
  static void run(Dockerfile file, PlanOptions options, @Nullable BuildPlan plan, WarningLog log) {
    SecretChecks.run(file.tree(), log);
    StageChain chain = StageChain.of(file, options.target());
    for (Stage stage : file.stages()) {
      if (options.target() == null || chain.needs(stage)) {
        check(stage, chain, log);
      }
    }
    if (plan != null) {
      PlanChecks.run(file, options, plan, log);
    }
  }

  private static void check(Stage stage, StageChain chain, WarningLog log) {
    AptChecks apt = new AptChecks(chain.ships(stage), chain.assumesYes());
    LayerChecks layers = new LayerChecks(log);
    String user = chain.userBefore(stage);
    for (Instruction instruction : stage.instructions()) {
      WarningLog own = log.with(instruction.node().comments());
      switch (instruction) {
        case RunInstruction i -> {
          ShellRun run = ShellRun.of(i);
          apt.check(run, own);
          RunChecks.check(run, user, own);
          layers.check(run);
        }
        case CopyInstruction copy -> {
          TransferChecks.check(copy, chain, own);
          layers.add(copy);
        }
        case AddInstruction add -> TransferChecks.check(add, own);
        case UserInstruction i -> user = i.user();
        default -> {}
      }
      layers.follow(instruction);
    }
  }
}
