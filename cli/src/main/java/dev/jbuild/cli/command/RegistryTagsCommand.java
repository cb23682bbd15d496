package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryClient;
import java.util.List;

/// `jbuild registry tags REPOSITORY`.
final class RegistryTagsCommand implements Command {
  private static final Option<Boolean> DIGESTS =
      Option.flag("--digests", "Print the digest of each tag before it, at one request for each");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("registry tags", "List the tags of a repository in a registry")
          .options(DIGESTS, LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .positionals(Positional.one("REPOSITORY", "the repository, with its registry"))
          .example("jbuild registry tags localhost:5000/app", "prints a tag on each line")
          .example(
              "jbuild registry tags --digests localhost:5000/app",
              "shows which tags stand for the same image")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference repository = Reference.parse(arguments.operand(0));
    List<String> insecure =
        LoginCommand.insecure(arguments) ? List.of(repository.domain()) : List.of();
    try (RegistryClient client = Registries.client(invocation, insecure)) {
      Interruption.<Boolean>allow(
          invocation,
          () -> {
            for (String tag : client.tags(repository)) {
              String digest =
                  arguments.get(DIGESTS)
                      ? client.resolve(repository.withTag(tag)).digest() + "  "
                      : "";
              invocation.println(digest + tag);
            }
            return true;
          });
    }
    return ExitCode.OK.number();
  }
}
