package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import java.util.List;

/// `jbuild manifest add LIST IMAGE...`.
final class ManifestAddCommand implements Command {
  private static final Option<Boolean> ALL =
      Option.flag("--all", "Accepted for podman's sake: of a list all that is here is added");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest add", "Add images to a list")
          .description(
              """
              Of images that are not in the store, and of those written docker://NAME, only manifests
              are fetched. What an image says of its platform can be overruled, as with
              'jbuild manifest annotate'.
              """)
          .options(ALL, LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .options(ManifestCommands.ENTRY)
          .positionals(
              Positional.one("LIST", "name of the list"),
              Positional.many("IMAGE", "name or ID of an image", 1))
          .example("jbuild manifest add app:1 app:1-riscv64", "adds an image to app:1")
          .example(
              "jbuild manifest add --variant v7 app:1 docker://localhost:5000/app:1-pi",
              "adds an image of a registry")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = ManifestCommands.name(arguments.operand(0));
    ManifestLists.Change change = ManifestCommands.change(SYNTAX, arguments);
    try (Store store = Stores.open(invocation, arguments);
        Lease lease = store.lease("manifest list " + name.familiar())) {
      ManifestLists lists = new ManifestLists(store, invocation.clock());
      lists.read(ManifestCommands.list(store, name));
      List<Descriptor> entries =
          ManifestCommands.entries(
              invocation,
              store,
              lease,
              arguments.operandsFrom(1),
              LoginCommand.insecure(arguments));
      Image list = lists.create(name, entries, true);
      if (!change.equals(ManifestLists.Change.NONE)) {
        for (Descriptor entry : entries) {
          list = lists.annotate(name, list, entry.digest(), change);
        }
      }
      invocation.println(list.manifest().digest().toString());
    }
    return ExitCode.OK.number();
  }
}
