package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.Store;
import java.io.IOException;

/// `jbuild tag SOURCE TARGET`.
final class TagCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("tag", "Give an image another name")
          .positionals(
              Positional.one("SOURCE", "name or ID of an image"),
              Positional.one("TARGET", "the new name, NAME[:TAG]"))
          .example(
              "jbuild tag app:1 localhost:5000/team/app:1",
              "names the image for the registry at localhost:5000")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws IOException, CommandException {
    Reference target = Reference.parse(arguments.operand(1)).withDefaultTag();
    if (target.digestOrNull() != null) {
      throw new CommandException(
          "can't tag as '" + arguments.operand(1) + "': a name with a digest can't be given");
    }
    try (Store store = Stores.open(invocation, arguments)) {
      Image image = Stores.require(store, arguments.operand(0));
      store.images().put(target, image.manifest(), image.builtAt());
    }
    return ExitCode.OK.number();
  }
}
