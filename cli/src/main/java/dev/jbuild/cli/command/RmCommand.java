package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerConflictException;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.layer.Store;
import dev.jbuild.runtime.ContainerException;
import java.io.IOException;
import java.util.Optional;

/// `jbuild rm CONTAINER...`.
final class RmCommand implements Command {
  private static final Option<Boolean> FORCE =
      Option.flag("-f --force", "Kill containers that run, and ignore missing ones");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("rm", "Remove containers")
          .description(
              """
              A container goes with everything that it changed in its files and with its unnamed
              volumes.
              """)
          .options(FORCE)
          .positionals(Positional.many("CONTAINER", "name or ID of a container", 1))
          .example("jbuild rm web", "removes the container web, which has ended")
          .example("jbuild rm -f web", "kills it first if it runs")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, InterruptedException {
    boolean force = arguments.get(FORCE);
    int exitCode = ExitCode.OK.number();
    try (Store store = Stores.open(invocation, arguments)) {
      Containers containers = Runtimes.containers(invocation, store);
      for (String nameOrId : arguments.operands()) {
        try {
          Optional<Container> found = containers.find(nameOrId);
          if (found.isPresent()) {
            containers.remove(found.get(), force);
            invocation.println(nameOrId);
          } else if (!force) {
            invocation.note("jbuild: no such container: '" + nameOrId + "'; see 'jbuild ps -a'");
            exitCode = ExitCode.FAILURE.number();
          }
        } catch (ContainerException | ContainerConflictException e) {
          invocation.note("jbuild: " + e.getMessage());
          exitCode = ExitCode.FAILURE.number();
        }
      }
    }
    return exitCode;
  }
}
