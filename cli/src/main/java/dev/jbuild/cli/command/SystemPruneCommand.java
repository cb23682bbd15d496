package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.engine.usage.PruneRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `jbuild system prune`.
final class SystemPruneCommand implements Command {
  private static final Option<Boolean> ALL =
      Option.flag(
          "-a --all", "Remove every image that no container has, and the whole build cache");
  private static final Option<Boolean> VOLUMES =
      Option.flag("--volumes", "Remove volumes without a name that no container has");
  private static final Option<Optional<Long>> KEEP =
      Option.value(
          "--keep-storage",
          "SIZE",
          "Leave as much of the build cache, what was used last (such as 10g)",
          Sizes::parse);

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("system prune", "Remove what nobody needs any more")
          .description(
              """
              Removes containers that have ended, images without a name, steps of the build cache
              whose layers no image needs, and what broken processes left. Builds, pulls and containers
              that run meanwhile keep what they use.
              """)
          .options(ALL, Pruning.DRY_RUN, Pruning.FILTER, Pruning.FORCE, KEEP, VOLUMES)
          .example("jbuild system prune --dry-run", "says what would go and why the rest stays")
          .example("jbuild system prune -f --keep-storage 20g", "trims the build cache to 20 GiB")
          .example("jbuild system prune -af --volumes", "leaves only what containers use")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws Exception {
    boolean all = arguments.get(ALL);
    boolean volumes = arguments.get(VOLUMES);
    List<String> about = new ArrayList<>(List.of("all stopped containers"));
    if (volumes) {
      about.add("all anonymous volumes not used by at least one container");
    }
    about.add(
        all
            ? "all images without at least one container associated to them"
            : "all dangling images");
    about.add(all ? "all build cache" : "unused build cache");
    PruneRequest request =
        new PruneRequest(
            true,
            all ? PruneRequest.Images.UNUSED : PruneRequest.Images.DANGLING,
            all ? PruneRequest.Cache.ALL : PruneRequest.Cache.UNSHARED,
            arguments.get(KEEP).orElse(null),
            volumes,
            List.of());
    return Pruning.run(invocation, arguments, request, about);
  }
}
