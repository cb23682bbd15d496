package dev.jbuild.cli.command;

import dev.jbuild.cli.help.CompletionScript;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.syntax.UsageException;

/// `jbuild completion SHELL`.
final class CompletionCommand implements Command {
  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("completion", "Print the completion script of a shell")
          .positionals(Positional.one("SHELL", "bash, zsh or fish"))
          .example(
              "source <(jbuild completion bash)", "completes commands and options in this shell")
          .example(
              "jbuild completion fish > ~/.config/fish/completions/jbuild.fish",
              "completes them in every fish from now on")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws UsageException {
    String script =
        switch (arguments.operand(0)) {
          case "bash", "zsh" -> CompletionScript.bash(Commands.all());
          case "fish" -> CompletionScript.fish(Commands.all());
          default ->
              throw new UsageException(
                  SYNTAX,
                  "no completion for shell '"
                      + arguments.operand(0)
                      + "', expected bash, zsh or fish");
        };
    invocation.streams().out().print(script);
    return ExitCode.OK.number();
  }
}
