package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.progress.Direction;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Registries;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.copy.ElsewhereCopier;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.engine.transfer.IndexPusher;
import dev.jbuild.engine.transfer.PushResult;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import dev.jbuild.registry.client.RegistryClient;
import java.util.List;

/// `jbuild manifest push LIST [DESTINATION]`.
final class ManifestPushCommand implements Command {
  private static final Option<Boolean> ALL =
      Option.flag("--all", "Accepted for podman's sake: the images are always pushed too");
  private static final Option<Boolean> PURGE =
      Option.flag("-p --purge --rm", "Remove the list from the store afterwards");
  private static final Option<Boolean> QUIET =
      Option.flag("-q --quiet", "Show no progress, only the digest");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest push", "Send a list and its images to a registry")
          .description(
              """
              Images of which only the manifest was fetched are taken from their registry: mounted
              where it is the same one, else copied. Prints the digest of the list as the registry
              has it.
              """)
          .options(ALL, LoginCommand.INSECURE, LoginCommand.TLS_VERIFY, PURGE, QUIET)
          .positionals(
              Positional.one("LIST", "name of the list"),
              Positional.optional("DESTINATION", "name to push it as (default: its own)"))
          .example("jbuild manifest push localhost:5000/app:1", "sends the list to localhost:5000")
          .example(
              "jbuild manifest push app:1 localhost:5000/team/app:1", "sends it under another name")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = ManifestCommands.name(arguments.operand(0));
    String to = arguments.optionalOperand(1).orElse(arguments.operand(0));
    Reference destination = ManifestCommands.name(ManifestCommands.withoutScheme(to));
    List<String> insecure =
        LoginCommand.insecure(arguments) ? List.of(destination.domain()) : List.of();
    try (Store store = Stores.open(invocation, arguments);
        RegistryClient client = Registries.client(invocation, insecure)) {
      Image list = ManifestCommands.list(store, name);
      new ManifestLists(store, invocation.clock()).read(list);
      boolean named = name(store, list, destination);
      PushResult result;
      try {
        IndexPusher pusher =
            new IndexPusher(store, client, Compression.GZIP, new ElsewhereCopier(store, client));
        result =
            Transfers.show(
                invocation,
                Direction.PUSH,
                arguments.get(QUIET) ? null : Terminal.Stream.ERR,
                listener -> pusher.push(destination, listener));
      } finally {
        if (named) {
          store.images().untag(destination);
        }
      }
      invocation.println(result.manifest().digest().toString());
      if (arguments.get(PURGE)) {
        ManifestCommands.remove(store, name);
        store.collectGarbage();
      }
    }
    return ExitCode.OK.number();
  }

  /// Gives the list the name that it is pushed as.
  ///
  /// @return whether it did not have it
  private static boolean name(Store store, Image list, Reference destination) throws Exception {
    var there = store.images().find(destination);
    if (there.isEmpty()) {
      store.images().put(destination, list.manifest(), list.builtAt());
      return true;
    }
    if (!there.get().manifest().digest().equals(list.manifest().digest())) {
      throw new CommandException(
          "'"
              + destination.familiar()
              + "' is another image in the store; remove that name with 'jbuild rmi' first");
    }
    return false;
  }
}
