package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.wiring.Version;

/// `jbuild version`.
final class VersionCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("version", "Show the version of jbuild")
          .example("jbuild version", "shows the versions of jbuild and of its Java")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) {
    invocation.println("jbuild version " + Version.text());
    invocation.println(" Java:      " + Runtime.version());
    invocation.println(
        " Platform:  " + System.getProperty("os.name") + "/" + System.getProperty("os.arch"));
    return ExitCode.OK.number();
  }
}
