package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Store;
import java.io.IOException;

/// `jbuild manifest exists LIST`.
final class ManifestExistsCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("manifest exists", "Tell by the exit code whether there is a list")
          .description("Ends with 0 when there is a list of this name in the store, else with 1.")
          .positionals(Positional.one("LIST", "name of the list"))
          .example(
              "jbuild manifest exists app:1 || jbuild manifest create app:1 base:1",
              "makes it once")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    Reference name = ManifestCommands.name(arguments.operand(0));
    try (Store store = Stores.open(invocation, arguments)) {
      boolean there =
          store
              .images()
              .find(name)
              .filter(image -> MediaTypes.isIndex(image.manifest().mediaType()))
              .isPresent();
      return (there ? ExitCode.OK : ExitCode.FAILURE).number();
    }
  }
}
