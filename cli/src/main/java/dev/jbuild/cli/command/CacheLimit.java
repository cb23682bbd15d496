package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.text.Sizes;
import dev.jbuild.cli.wiring.Runtimes;
import dev.jbuild.engine.usage.PrunePlan;
import dev.jbuild.engine.usage.PruneRequest;
import dev.jbuild.engine.usage.Pruner;
import dev.jbuild.layer.Store;
import dev.jbuild.runtime.ContainerException;
import java.io.IOException;
import java.util.List;

/// Keeps the build cache below the size that the user has set for it.
final class CacheLimit {
  /// The variable that holds the size, such as `20g`.
  static final String VARIABLE = "JBUILD_CACHE_LIMIT";

  private CacheLimit() {}

  /// Removes the steps used longest ago that are beyond the limit, if one is set. A limit that
  /// can't be read is warned of: the build itself went well.
  static void enforce(Invocation invocation, Store store)
      throws IOException, ContainerException, InterruptedException {
    String text = invocation.variable(VARIABLE).orElse("");
    if (text.isEmpty()) {
      return;
    }
    long limit;
    try {
      limit = Sizes.parse(text);
    } catch (IllegalArgumentException e) {
      invocation.warn(VARIABLE + " is '" + text + "': " + e.getMessage());
      return;
    }
    Pruner pruner = new Pruner(store, Runtimes.containers(invocation, store), invocation.clock());
    PrunePlan plan =
        pruner.plan(
            new PruneRequest(
                false,
                PruneRequest.Images.NONE,
                PruneRequest.Cache.UNSHARED,
                limit,
                false,
                List.of()));
    if (!plan.steps().isEmpty()) {
      pruner.carryOut(plan);
    }
  }
}
