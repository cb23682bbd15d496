package dev.jbuild.cli.command;

import dev.jbuild.cli.dockerfile.Formatting;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;

/// `jbuild fmt FILE...`.
final class FmtCommand implements Command {
  private static final Option<Boolean> CHECK =
      Option.flag("--check", "Change nothing; exit with 1 when a file is not formatted");
  private static final Option<Boolean> DIFF =
      Option.flag("-d --diff", "Change nothing; show what would be changed");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("fmt", "Format Dockerfiles")
          .description(
              """
              Brings Dockerfiles into one form without changing what they mean: instructions in
              upper case, one blank after them, no blanks at the ends of lines, one empty line where
              there were several, line feeds alone. Comments, heredocs and parser directives stay.
              Formatting twice changes nothing.

              The names of the files that were changed are printed. Before a file is replaced, both
              forms are parsed and compared; a file that can't be parsed is told and left alone, and
              the exit code is 1. Of a directory, all files below it named Dockerfile or
              Containerfile, with a suffix or a prefix, are formatted.
              """)
          .options(CHECK, DIFF)
          .positionals(
              Positional.many(
                  "PATH",
                  "Dockerfiles or directories; - formats standard input to standard output",
                  1))
          .example("jbuild fmt Dockerfile", "formats a file in place")
          .example("jbuild fmt --check .", "lists what is not formatted, for CI")
          .example("jbuild fmt - <Dockerfile", "prints a file formatted, for editors")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) {
    Formatting formatting = new Formatting(invocation, mode(arguments));
    arguments.operands().forEach(formatting::format);
    boolean refused = arguments.get(CHECK) && formatting.differing() > 0;
    return (refused || formatting.failed() > 0 ? ExitCode.FAILURE : ExitCode.OK).number();
  }

  private static Formatting.Mode mode(Arguments arguments) {
    if (arguments.get(DIFF)) {
      return Formatting.Mode.DIFF;
    }
    return arguments.get(CHECK) ? Formatting.Mode.LIST : Formatting.Mode.WRITE;
  }
}
