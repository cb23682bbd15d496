package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One planning of one file: builds the stages, finds those that are reached, resolves their bases
/// and evaluates them in the order of the file.
final class PlanRun {

  private final PlanOptions options;
  private final boolean allStages;
  private final PlanContext context;
  private final StageGraph graph;
  private final BaseLookup bases;

  PlanRun(
      Dockerfile file,
      PlanOptions options,
      BaseResolver resolver,
      boolean allStages,
      WarningLog log) {
    this.options = options;
    this.allStages = allStages;
    this.context = PlanContext.of(file, options, log);
    this.graph = new StageGraph(file, context);
    this.bases = new BaseLookup(context, resolver);
  }

  BuildPlan plan() throws DockerfileException, IOException {
    graph.build();
    StageState target = graph.target(options.target());
    graph.connect();
    Set<StageState> reached = resolve(target);
    List<StagePlan> plans = new ArrayList<>();
    for (int i = 0; i < graph.states().size(); i++) {
      StageState state = graph.states().get(i);
      boolean wanted = allStages || reached.contains(state);
      if (wanted && !state.dispatched) {
        new StageEvaluator(state, context, graph).evaluate();
        if (state != target) {
          plans.add(toPlan(state));
        }
      }
    }
    options.labels().forEach(target.config::label);
    plans.add(toPlan(target));
    context.failOnWarnings();
    plans.sort((a, b) -> Integer.compare(a.index(), b.index()));
    StagePlan targetPlan =
        plans.stream().filter(p -> p.index() == target.index).findFirst().orElseThrow();
    return new BuildPlan(plans, targetPlan, context.log().warnings());
  }

  /// Resolves bases until triggers of bases bring in no further stages.
  private Set<StageState> resolve(StageState target) throws DockerfileException, IOException {
    while (true) {
      Set<StageState> reached = graph.reached(target);
      bases.checkNames(graph.states());
      for (int i = 0; i < graph.states().size(); i++) {
        StageState state = graph.states().get(i);
        bases.resolve(state, allStages || reached.contains(state));
      }
      context.spend(graph.states().size());
      boolean more = false;
      for (StageState state : List.copyOf(allStages ? graph.states() : List.copyOf(reached))) {
        more |= graph.addTriggers(state);
      }
      if (!more) {
        return reached;
      }
    }
  }

  private StagePlan toPlan(StageState state) {
    return new StagePlan(
        state.index,
        state.name(),
        state.platform().toString(),
        state.range,
        state.fromLabel,
        base(state),
        state.operations,
        state.config.build(),
        state.history);
  }

  private static Base base(StageState state) {
    StageState parent = state.base;
    if (parent != null) {
      return new Base.Stage(parent.index);
    }
    if (!state.contextName.isEmpty()) {
      return new Base.Context(state.contextName);
    }
    BaseImage image = state.image;
    return image == null
        ? new Base.Scratch()
        : new Base.Image(state.baseName, state.platform().toString(), image);
  }

  /// What all parts of a planning share.
  record PlanContext(
      Dockerfile file,
      PlanOptions options,
      WarningLog log,
      PlatformName buildPlatform,
      PlatformName targetPlatform,
      Expansions expansions,
      Budget budget) {

    static PlanContext of(Dockerfile file, PlanOptions options, WarningLog log) {
      PlatformName fallback = new PlatformName("linux", "", "amd64", "");
      try {
        return new PlanContext(
            file,
            options,
            log,
            PlatformName.parse(options.buildPlatform(), fallback),
            PlatformName.parse(options.targetPlatform(), fallback),
            new Expansions(file.tree().escape()),
            new Budget());
      } catch (PlanException e) {
        throw new IllegalArgumentException(e.text(), e);
      }
    }

    /// Takes entries off the budget for work on the file as a whole.
    void spend(long entries) throws DockerfileException {
      try {
        budget.spend(entries);
      } catch (PlanException e) {
        throw error(SourceRange.line(1), e);
      }
    }

    DockerfileException error(SourceRange range, PlanException e) {
      return error(range, e.about(), e.text(), e.advice());
    }

    DockerfileException error(SourceRange range, String about, String message, String advice) {
      return new DockerfileException(file.source().error(range, about, message, advice));
    }

    /// An error about how stages refer to each other.
    DockerfileException stageError(SourceRange range, PlanException e) {
      return new DockerfileException(
          file.source().stageError(range, e.about(), e.text(), e.advice()));
    }

    void failOnWarnings() throws DockerfileException {
      List<Diagnostic> warnings = log.warnings();
      if (log.options().failOnWarning() && !warnings.isEmpty()) {
        throw new DockerfileException(warnings);
      }
    }
  }
}
