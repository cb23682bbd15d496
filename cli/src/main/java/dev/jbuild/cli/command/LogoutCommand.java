package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.image.Reference;
import java.io.IOException;

/// `jbuild logout [SERVER]`.
final class LogoutCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("logout", "Forget the credentials of a registry")
          .positionals(Positional.optional("SERVER", "the registry (default: docker.io)"))
          .example("jbuild logout localhost:5000", "forgets who you are at localhost:5000")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException {
    String domain =
        arguments.optionalOperand(0).map(Registries::domain).orElse(Reference.DEFAULT_DOMAIN);
    boolean erased = Registries.credentials(invocation).erase(domain);
    invocation.println(
        erased ? "Removing login credentials for " + domain : "Not logged in to " + domain);
    return ExitCode.OK.number();
  }
}
