package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.plan.BuildPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The graph of operations that a plan stands for.
final class GraphFacet {

  private GraphFacet() {}

  /// @throws DockerfileException naming the limit when the operations are too long to be printed
  static @Nullable List<?> of(BuildPlan plan, SourceFile source) throws DockerfileException {
    return new GraphBuilder(plan).build(source);
  }
}
