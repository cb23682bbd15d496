package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.engine.usage.PruneRequest;
import java.util.List;

/// `jbuild container prune`.
final class ContainerPruneCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("container prune", "Remove all containers that have ended")
          .options(Pruning.DRY_RUN, Pruning.FILTER, Pruning.FORCE)
          .example("jbuild container prune -f", "removes them without asking")
          .example("jbuild container prune --filter until=24h", "asks, and leaves those made today")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    return Pruning.run(
        invocation, arguments, PruneRequest.endedContainers(), List.of("all stopped containers"));
  }
}
