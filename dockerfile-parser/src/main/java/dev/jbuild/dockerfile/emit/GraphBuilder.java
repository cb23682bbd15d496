package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.dockerfile.plan.StagePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a plan into operations. A root is the operation that made it last, null for an empty root.
final class GraphBuilder {

  private final BuildPlan plan;
  private final Map<Integer, GraphNode> stageRoots = new HashMap<>();
  private final GraphInputs.Identity identity = new GraphInputs.Identity();
  private final GraphNode context;

  GraphBuilder(BuildPlan plan) {
    this.plan = plan;
    this.context = GraphSources.context(ContextPaths.of(plan));
  }

  /// The operations, or null when the target is an empty root.
  @Nullable List<?> build(SourceFile source) throws DockerfileException {
    for (StagePlan stage : plan.stages()) {
      GraphNode root = base(stage);
      for (Operation operation : stage.operations()) {
        root =
            switch (operation) {
              case Operation.Run run -> new GraphRun(this, run, platform(stage)).node(root);
              case Operation.Copy copy -> new GraphCopy(this, copy).node(root);
              case Operation.MakeDirectory make -> GraphFiles.makeDirectory(make, root);
            };
      }
      if (root != null) {
        stageRoots.put(stage.index(), root);
      }
    }
    GraphNode last = stageRoots.get(plan.target().index());
    return last == null ? null : new GraphNumbering(source).number(last);
  }

  private @Nullable GraphNode base(StagePlan stage) {
    return switch (stage.base()) {
      case Base.Scratch _ -> null;
      case Base.Stage(int index) -> stageRoots.get(index);
      case Base.Context(String name) -> GraphSources.namedContext(name);
      case Base.Image(String _, String platform, BaseImage image) ->
          GraphSources.image(image.reference(), platform, stage.fromLabel());
    };
  }

  private static JsonObject platform(StagePlan stage) {
    return GraphSources.platform(stage.platform());
  }

  /// A list of inputs for one operation.
  GraphInputs newInputs() {
    return new GraphInputs(identity);
  }

  /// The root that an origin stands for.
  @Nullable GraphNode origin(Origin origin) {
    return switch (origin) {
      case Origin.Context _ -> context;
      case Origin.Stage(int index) -> stageRoots.get(index);
      case Origin.NamedContext(String name) -> GraphSources.namedContext(name);
      case Origin.Empty _ -> null;
      case Origin.Image(String _, String platform, BaseImage image) ->
          GraphSources.image(image.reference(), platform, "FROM " + image.reference());
    };
  }
}
