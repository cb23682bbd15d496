package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;

/// `jbuild manifest annotate LIST IMAGE`.
final class ManifestAnnotateCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest annotate", "Change what a list says of one of its images")
          .options(ManifestCommands.ENTRY)
          .positionals(
              Positional.one("LIST", "name of the list"),
              Positional.one("IMAGE", "name, ID or digest of an image in it"))
          .example(
              "jbuild manifest annotate --arch arm --variant v7 app:1 app:1-pi",
              "says that the image is for 32-bit ARM")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments)
      throws IOException, CommandException, UsageException {
    Reference name = ManifestCommands.name(arguments.operand(0));
    ManifestLists.Change change = ManifestCommands.change(SYNTAX, arguments);
    try (Store store = Stores.open(invocation, arguments)) {
      ManifestLists lists = new ManifestLists(store, invocation.clock());
      Image list = ManifestCommands.list(store, name);
      Digest entry = lists.entry(list, ManifestCommands.withoutScheme(arguments.operand(1)));
      lists.annotate(name, list, entry, change);
    }
    return ExitCode.OK.number();
  }
}
