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
import dev.jbuild.layer.Lease;
import dev.jbuild.layer.Store;
import java.util.List;

/// `jbuild manifest create LIST IMAGE...`.
final class ManifestCreateCommand implements Command {
  private static final Option<Boolean> AMEND =
      Option.flag("-a --amend", "Add to the list when it is there");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest create", "Make one name for images of several platforms")
          .description(
              """
              Of images that are not in the store, and of those written docker://NAME, only manifests
              are fetched: a push of the list takes their layers from where they are. Of an image for
              several platforms all are taken. The list is an image as others are: what it has here
              can be run and saved.
              """)
          .options(AMEND, LoginCommand.INSECURE, LoginCommand.TLS_VERIFY)
          .positionals(
              Positional.one("LIST", "name of the list"),
              Positional.many("IMAGE", "name or ID of an image", 1))
          .example(
              "jbuild manifest create app:1 app:1-amd64 app:1-arm64", "makes app:1 of two images")
          .example("jbuild manifest create -a app:1 app:1-riscv64", "adds a third")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Reference name = ManifestCommands.name(arguments.operand(0));
    try (Store store = Stores.open(invocation, arguments);
        Lease lease = store.lease("manifest list " + name.familiar())) {
      List<Descriptor> entries =
          ManifestCommands.entries(
              invocation,
              store,
              lease,
              arguments.operandsFrom(1),
              LoginCommand.insecure(arguments));
      new ManifestLists(store, invocation.clock()).create(name, entries, arguments.get(AMEND));
    }
    invocation.println("Created manifest list " + name);
    return ExitCode.OK.number();
  }
}
