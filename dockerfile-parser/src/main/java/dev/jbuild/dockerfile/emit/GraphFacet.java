package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.plan.BuildPlan;
import java.util.List;

/// The graph of operations that a plan stands for.
final class GraphFacet {

  private GraphFacet() {}

  static List<?> of(BuildPlan plan) {
    return new GraphBuilder(plan).build();
  }
}
