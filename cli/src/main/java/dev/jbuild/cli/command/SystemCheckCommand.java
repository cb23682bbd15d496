package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.layer.Finding;
import dev.jbuild.layer.Repair;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;

/// `jbuild system check`.
final class SystemCheckCommand implements Command {
  private static final Option<Boolean> REPAIR =
      Option.flag(
          "--repair", "Make it sound: derive again what can be, remove what is of no use any more");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("system check", "Check that the store is sound")
          .description(
              """
              Reads everything that images are made of and compares it with its digests. Prints what
              is wrong and what to do about it; the exit code is 1 then.

              --repair tells of each damaged thing whether it was repaired, is lost and how to get it
              back, or was left alone. What can still be used is never removed. The exit code is 1
              when something was lost or left.
              """)
          .options(REPAIR)
          .example("jbuild system check", "checks the store, which takes a while when it is large")
          .example("jbuild system check --repair", "repairs what it finds")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    try (Store store = Stores.open(invocation, arguments)) {
      if (arguments.get(REPAIR)) {
        return repair(invocation, store);
      }
      List<Finding> findings = store.check();
      findings.forEach(finding -> invocation.println(finding.toString()));
      if (findings.isEmpty()) {
        invocation.println("the store at " + store.root() + " is sound");
        return ExitCode.OK.number();
      }
      invocation.note("jbuild: " + summary(findings));
      return ExitCode.FAILURE.number();
    }
  }

  private static String summary(List<Finding> findings) {
    long defects =
        findings.stream().filter(finding -> finding.kind() == Finding.Kind.DEFECT).count();
    long unchecked = findings.size() - defects;
    String not =
        unchecked == 0
            ? ""
            : unchecked + (unchecked == 1 ? " layer" : " layers") + " could not be checked";
    if (defects == 0) {
      return not + "; the rest of the store is sound";
    }
    String wrong = "the store has " + defects + (defects == 1 ? " defect" : " defects");
    return not.isEmpty() ? wrong : wrong + ", and " + not;
  }

  private static int repair(Invocation invocation, Store store) throws IOException {
    List<Repair> repairs = store.repair();
    repairs.forEach(repair -> invocation.println(repair.toString()));
    if (repairs.isEmpty()) {
      invocation.println("the store at " + store.root() + " is sound, there was nothing to repair");
    }
    int worse = 0;
    for (Repair repair : repairs) {
      worse += repair.outcome() == Repair.Outcome.REPAIRED ? 0 : 1;
    }
    if (worse > 0) {
      invocation.note("jbuild: " + worse + " of " + repairs.size() + " could not be made whole");
    }
    return (worse == 0 ? ExitCode.OK : ExitCode.FAILURE).number();
  }
}
