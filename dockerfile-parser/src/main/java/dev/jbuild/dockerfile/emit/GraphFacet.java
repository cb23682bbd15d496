package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.BuildPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The graph of operations that a plan stands for.
final class GraphFacet {

  private GraphFacet() {}

  static @Nullable List<?> of(BuildPlan plan) {
    return new GraphBuilder(plan).build();
  }
}
