package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.instruction.CmdInstruction;
import dev.jbuild.dockerfile.instruction.CommandLine;
import dev.jbuild.dockerfile.instruction.EntrypointInstruction;
import dev.jbuild.dockerfile.instruction.HealthcheckInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Evaluates CMD, ENTRYPOINT and HEALTHCHECK. An ENTRYPOINT clears a CMD that was inherited, one of
/// the same stage it leaves alone.
final class CommandEvaluator {

  private final StepContext step;
  private final StageState state;

  CommandEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void cmd(CmdInstruction cmd) {
    state.cmd = onlyOnce(cmd, state.cmd);
    List<String> words = words(cmd.command(), cmd);
    state.config.cmd = words;
    state.config.argsEscaped = true;
    state.addHistory("CMD " + HistoryText.quotedList(words), false);
  }

  void entrypoint(EntrypointInstruction entrypoint) {
    state.entrypoint = onlyOnce(entrypoint, state.entrypoint);
    List<String> words = words(entrypoint.command(), entrypoint);
    state.config.entrypoint = words.isEmpty() ? null : words;
    if (state.cmd == null) {
      state.config.cmd = null;
    }
    state.addHistory("ENTRYPOINT " + HistoryText.quotedList(words), false);
  }

  private List<String> words(CommandLine command, Instruction instruction) {
    if (!command.shell()) {
      return command.words();
    }
    List<String> shell = state.config.shell;
    if (shell == null || shell.isEmpty()) {
      step.log()
          .add(
              Rule.JSON_ARGS_RECOMMENDED,
              instruction.range(),
              instruction.node().word(),
              "JSON arguments recommended for "
                  + instruction.node().word()
                  + " to prevent unintended behavior related to OS signals");
    }
    return step.withShell(String.join(" ", command.words()));
  }

  void healthcheck(HealthcheckInstruction check) {
    state.healthcheck = onlyOnce(check, state.healthcheck);
    HealthCheck value =
        new HealthCheck(
            check.test(),
            Duration.ofNanos(check.intervalNanos()),
            Duration.ofNanos(check.timeoutNanos()),
            Duration.ofNanos(check.startPeriodNanos()),
            Duration.ofNanos(check.startIntervalNanos()),
            check.retries());
    state.config.healthCheck = value;
    state.addHistory("HEALTHCHECK " + HistoryText.healthCheck(value), false);
  }

  /// Warns at the place of the earlier instruction, for it is the one without effect.
  private SourceRange onlyOnce(Instruction instruction, @Nullable SourceRange earlier) {
    if (earlier != null) {
      String word = instruction.node().word();
      step.log()
          .add(
              Rule.MULTIPLE_INSTRUCTIONS_DISALLOWED,
              earlier,
              word,
              "Multiple "
                  + instruction.node().word()
                  + " instructions should not be used in the same stage because only"
                  + " the last one will be used");
    }
    return instruction.range();
  }
}
