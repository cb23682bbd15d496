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
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.snapshot.Snapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jbuild mount [CONTAINER...]`.
final class MountCommand implements Command {
  private static final Option<Boolean> ALL = Option.flag("-a --all", "Mount all containers");
  private static final Option<Boolean> NO_TRUNC =
      Option.flag("--no-trunc --notruncate", "Do not shorten IDs");
  private static final Option<String> FORMAT =
      Option.choice("--format", "FORMAT", "How to print the list: text or json", "text", "json");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("mount", "Mount the files of containers, or list what is mounted")
          .description(
              """
              Prints where each is mounted. A container that runs is mounted for reading only, and may
              show its newest changes late. A mount stays until 'jbuild umount' or until the machine
              restarts; the container can be removed all the same. A container whose root is a copy
              (--storage-driver) shows its own directory, which can be written to at any time.
              """)
          .options(ALL, FORMAT, NO_TRUNC)
          .positionals(Positional.many("CONTAINER", "name or ID of a container", 0))
          .example("jbuild mount", "lists the containers that are mounted")
          .example("cd $(jbuild mount web)", "goes to the files of the container web")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    OrdinaryUsers.requireSharedMounts(invocation, arguments, "mount");
    int exitCode = ExitCode.OK.number();
    try (Store store = Stores.open(invocation, arguments)) {
      Containers containers = Runtimes.containers(invocation, store);
      ContainerMounts mounts = new ContainerMounts(store);
      if (arguments.operands().isEmpty() && !arguments.get(ALL)) {
        list(invocation, arguments, containers, mounts.list());
        return exitCode;
      }
      List<Container> wanted = new ArrayList<>();
      if (arguments.get(ALL)) {
        wanted.addAll(containers.list());
      }
      for (String name : arguments.operands()) {
        Optional<Container> found = containers.find(name);
        if (found.isEmpty()) {
          invocation.note("jbuild: no such container: '" + name + "'; see 'jbuild ps -a'");
          exitCode = ExitCode.FAILURE.number();
        } else {
          wanted.add(found.get());
        }
      }
      Snapshots snapshots = Stores.snapshots(invocation, arguments, store, invocation::warn);
      for (Container container : wanted) {
        ContainerMounts.ContainerMount mount = mounts.mount(container, snapshots);
        String path = mount.mounted().path().toString();
        invocation.println(
            wanted.size() == 1 ? path : shortened(mount.id(), arguments) + "  " + path);
      }
    }
    return exitCode;
  }

  private static String shortened(String id, Arguments arguments) {
    return arguments.get(NO_TRUNC) ? id : id.substring(0, 12);
  }

  private static void list(
      Invocation invocation,
      Arguments arguments,
      Containers containers,
      List<ContainerMounts.ContainerMount> mounts)
      throws IOException {
    if (arguments.get(FORMAT).equals("json")) {
      List<JsonObject> list = new ArrayList<>();
      for (ContainerMounts.ContainerMount mount : mounts) {
        list.add(
            JsonObject.builder()
                .put("id", mount.id())
                .put(
                    "Names",
                    containers.find(mount.id()).map(c -> c.record().name()).stream().toList())
                .put("mountpoint", mount.mounted().path().toString())
                .build());
      }
      invocation.println(new String(Json.pretty(list), StandardCharsets.UTF_8));
      return;
    }
    for (ContainerMounts.ContainerMount mount : mounts) {
      invocation.println(shortened(mount.id(), arguments) + "  " + mount.mounted().path());
    }
  }
}
