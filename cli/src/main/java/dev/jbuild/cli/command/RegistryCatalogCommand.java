package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.registry.client.RegistryClient;
import java.util.List;

/// `jbuild registry catalog HOST`.
final class RegistryCatalogCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("registry catalog", "List the repositories of a registry")
          .description(
              """
              Prints one repository on each line. Docker Hub and some others keep their lists to
              themselves; 'jbuild search' looks there.
              """)
          .options(LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .positionals(Positional.one("HOST", "the registry"))
          .example("jbuild registry catalog localhost:5000", "lists what was pushed there")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    String domain = Registries.domain(arguments.operand(0));
    List<String> insecure = LoginCommand.insecure(arguments) ? List.of(domain) : List.of();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      Interruption.allow(invocation, () -> client.catalog(domain)).forEach(invocation::println);
    }
    return ExitCode.OK.number();
  }
}
