package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.layer.Finding;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;

/// `jbuild system check`.
final class SystemCheckCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("system check", "Check that the store is sound")
          .description(
              """
              Reads everything that images are made of and compares it with its digests. Prints what
              is wrong and what to do about it; the exit code is 1 then.
              """)
          .example("jbuild system check", "checks the store, which takes a while when it is large")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    try (Store store = Stores.open(invocation, arguments)) {
      List<Finding> findings = store.check();
      findings.forEach(finding -> invocation.println(finding.toString()));
      if (findings.isEmpty()) {
        invocation.println("the store at " + store.root() + " is sound");
        return ExitCode.OK.number();
      }
      invocation.note(
          "jbuild: the store has "
              + findings.size()
              + (findings.size() == 1 ? " defect" : " defects"));
      return ExitCode.FAILURE.number();
    }
  }
}
