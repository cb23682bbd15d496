package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.image.ManifestLists;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.List;

/// `jbuild manifest rm LIST [IMAGE...]`.
final class ManifestRmCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest rm", "Remove a list, or take images out of it")
          .description("The images themselves stay.")
          .positionals(
              Positional.one("LIST", "name of the list"),
              Positional.many("IMAGE", "name, ID or digest of an image in it", 0))
          .example("jbuild manifest rm app:1", "removes the list app:1")
          .example("jbuild manifest rm app:1 app:1-riscv64", "takes one image out of it")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    Reference name = ManifestCommands.name(arguments.operand(0));
    List<String> entries = arguments.operandsFrom(1);
    try (Store store = Stores.open(invocation, arguments)) {
      ManifestLists lists = new ManifestLists(store, invocation.clock());
      Image list = ManifestCommands.list(store, name);
      lists.read(list);
      if (entries.isEmpty()) {
        ManifestCommands.remove(store, name);
        invocation.println("Untagged: " + name.familiar());
        store.collectGarbage();
        return ExitCode.OK.number();
      }
      for (String entry : entries) {
        list = lists.remove(name, list, lists.entry(list, ManifestCommands.withoutScheme(entry)));
      }
    }
    return ExitCode.OK.number();
  }
}
