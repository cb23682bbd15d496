package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.engine.usage.PruneRequest;
import java.util.List;
import java.util.Optional;

/// `jbuild builder prune`.
final class BuilderPruneCommand implements Command {
  private static final Option<Boolean> ALL =
      Option.flag("-a --all", "Forget also the steps whose layers images need");
  private static final Option<Optional<Long>> KEEP =
      Option.value(
          "--keep-storage",
          "SIZE",
          "Leave as much, what was used last (such as 10g)",
          Sizes::parse);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("builder prune", "Empty the build cache")
          .options(ALL, Pruning.DRY_RUN, Pruning.FILTER, Pruning.FORCE, KEEP)
          .example("jbuild builder prune -f", "removes steps whose layers no image needs")
          .example("jbuild builder prune -f --keep-storage 20g", "trims the cache to 20 GiB")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    boolean all = arguments.get(ALL);
    PruneRequest.Cache steps = all ? PruneRequest.Cache.ALL : PruneRequest.Cache.UNSHARED;
    return Pruning.run(
        invocation,
        arguments,
        PruneRequest.of(steps, arguments.get(KEEP).orElse(null)),
        List.of(all ? "all build cache" : "unused build cache"));
  }
}
