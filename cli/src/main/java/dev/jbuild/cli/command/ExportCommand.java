package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.CommandException;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import dev.jbuild.cli.wiring.Interruption;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.cli.wiring.Stores;
import dev.jbuild.engine.container.Container;
import dev.jbuild.engine.container.ContainerFiles;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.layout.RootfsExport;
import java.nio.file.Path;
import java.util.Optional;

/// `jbuild export CONTAINER`.
final class ExportCommand implements Command {
  private static final Option<Optional<String>> OUTPUT =
      Option.text("-o --output", "FILE", "File to write (default: standard output)");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("export", "Write the file system of a container into a tar archive")
          .description(
              """
              The archive has what the container sees, its own changes included, but nothing of
              volumes. 'jbuild import' makes an image of it.
              """)
          .options(OUTPUT)
          .positionals(Positional.one("CONTAINER", "name or ID of a container"))
          .example("jbuild export -o web.tar web", "writes the files of the container web")
          .example("jbuild export web | jbuild import - web:flat", "makes an image of one layer")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    Optional<Path> output = arguments.get(OUTPUT).map(invocation::resolve);
    if (output.isEmpty() && invocation.terminal().isTerminal(Terminal.Stream.OUT)) {
      throw new CommandException("won't write an archive to the terminal; use -o or a pipe");
    }
    String name = arguments.operand(0);
    try (Store store = Stores.open(invocation, arguments)) {
      Container container =
          Runtimes.containers(invocation, store)
              .find(name)
              .orElseThrow(() ->
                  new CommandException("no such container: '" + name + "'; see 'jbuild ps -a'"));
      UnionView files = new ContainerFiles(store).view(container.record());
      Interruption.allow(
          invocation,
          () -> {
            OutputFiles.write(invocation, output, out -> RootfsExport.write(files, out));
            return ExitCode.OK;
          });
    }
    return ExitCode.OK.number();
  }
}
