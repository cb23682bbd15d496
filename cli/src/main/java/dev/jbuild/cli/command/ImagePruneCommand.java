package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.engine.usage.PruneRequest;
import java.util.List;

/// `jbuild image prune`.
final class ImagePruneCommand implements Command {
  private static final Option<Boolean> ALL =
      Option.flag("-a --all", "Remove every image that no container has, with or without a name");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("image prune", "Remove images without a name")
          .description(
              """
              Images that a container has stay. Layers go when neither another image nor the build
              cache needs them; 'jbuild builder prune' empties that.
              """)
          .options(ALL, Pruning.DRY_RUN, Pruning.FILTER, Pruning.FORCE)
          .example("jbuild image prune -f", "removes images that have lost their names")
          .example(
              "jbuild image prune -af --filter until=240h",
              "removes unused images that came here ten days ago or earlier")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    boolean all = arguments.get(ALL);
    return Pruning.run(
        invocation,
        arguments,
        PruneRequest.of(all ? PruneRequest.Images.UNUSED : PruneRequest.Images.DANGLING),
        List.of(
            all
                ? "all images without at least one container associated to them"
                : "all dangling images"));
  }
}
