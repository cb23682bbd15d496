package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Example;
import java.util.ArrayList;
import java.util.List;

/// A command under another name, such as `image ls` for `images`.
final class AliasCommand implements Command {
  private final Command command;
  private final CommandSyntax syntax;

  AliasCommand(String name, Command command) {
    this.command = command;
    CommandSyntax own = command.syntax();
    List<Example> examples = new ArrayList<>();
    for (Example example : own.examples()) {
      String line =
          (example.commandLine() + " ")
              .replace("jbuild " + own.name() + " ", "jbuild " + name + " ");
      examples.add(new Example(line.strip(), example.effect()));
    }
    syntax =
        new CommandSyntax(
            name,
            own.summary(),
            own.description(),
            own.options(),
            own.positionals(),
            examples,
            own.optionsFirst());
  }

  @Override
  public CommandSyntax syntax() {
    return syntax;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    return command.run(invocation, arguments);
  }
}
