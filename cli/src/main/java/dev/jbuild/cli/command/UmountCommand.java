package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.OrdinaryUsers;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerMounts;
import dev.jbuild.engine.container.Containers;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.Optional;

/// `jbuild umount CONTAINER...`.
final class UmountCommand implements Command {
  private static final Option<Boolean> ALL = Option.flag("-a --all", "Take all mounts away");
  private static final Option<Boolean> FORCE =
      Option.flag("-f --force", "However often it was mounted");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("umount", "Take the mounts of containers away")
          .description(
              "A container that was mounted several times stays until it was unmounted as often.")
          .options(ALL, FORCE)
          .positionals(Positional.many("CONTAINER", "name or ID of a container", 0))
          .example("jbuild umount web", "takes the mount of the container web away")
          .example("jbuild umount -af", "takes away all")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    OrdinaryUsers.requireSharedMounts(invocation, arguments, "umount");
    boolean force = arguments.get(FORCE);
    int exitCode = ExitCode.OK.number();
    try (Store store = Stores.open(invocation, arguments)) {
      ContainerMounts mounts = new ContainerMounts(store);
      if (arguments.get(ALL)) {
        for (ContainerMounts.ContainerMount mount : mounts.list()) {
          mounts.unmount(mount.id(), force);
          invocation.println(mount.id());
        }
      }
      Containers containers = Runtimes.containers(invocation, store);
      for (String name : arguments.operands()) {
        Optional<Container> found = containers.find(name);
        if (found.isEmpty()) {
          invocation.note("jbuild: no such container: '" + name + "'; see 'jbuild ps -a'");
          exitCode = ExitCode.FAILURE.number();
        } else if (mounts.unmount(found.get().record().id(), force).isEmpty()) {
          invocation.note("jbuild: container '" + name + "' is not mounted");
          exitCode = ExitCode.FAILURE.number();
        } else {
          invocation.println(name);
        }
      }
    }
    return exitCode;
  }
}
