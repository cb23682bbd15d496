package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.Instruction;
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
    return plan(target());
  }

  /// The state of the target; to be asked for once, and before anything is planned.
  private StageState target() throws DockerfileException {
    graph.build();
    return graph.target(options.target());
  }

  private BuildPlan plan(StageState target) throws DockerfileException, IOException {
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
    context.failOnErrors();
    options.labels().forEach(target.config::label);
    plans.add(toPlan(target));
    plans.sort((a, b) -> Integer.compare(a.index(), b.index()));
    StagePlan targetPlan =
        plans.stream().filter(p -> p.index() == target.index).findFirst().orElseThrow();
    return new BuildPlan(plans, targetPlan, context.log().warnings(), graph.sourceDateEpoch());
  }

  /// What the target takes from outside.
  Outline outline() throws DockerfileException, IOException {
    StageState target = target();
    plan(target);
    return new OutlineReader(context, graph.globalScope()).read(graph.reached(target));
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
  ///
  /// @param errors kept so far; the planning goes on after one as far as it can
  record PlanContext(
      Dockerfile file,
      PlanOptions options,
      WarningLog log,
      PlatformName buildPlatform,
      PlatformName targetPlatform,
      Expansions expansions,
      Budget budget,
      List<Diagnostic> errors) {

    private static final int MAX_ERRORS = 20;

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
            new Budget(),
            new ArrayList<>());
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

    /// Keeps an error of one instruction, so that others can be found in the same go.
    void keep(SourceRange range, PlanException e) throws DockerfileException {
      // a limit that is reached once is reached again and again
      boolean again = !errors.isEmpty() && errors.getLast().message().equals(e.text());
      if (!again) {
        errors.addAll(error(range, e).diagnostics());
      }
      if (again || errors.size() >= MAX_ERRORS) {
        failOnErrors();
      }
    }

    /// Fails when errors were kept.
    void failOnErrors() throws DockerfileException {
      if (!errors.isEmpty()) {
        throw new DockerfileException(errors);
      }
    }

    /// The log for an instruction; after an error nothing is logged any more.
    WarningLog log(Instruction instruction) {
      return errors.isEmpty() ? log.with(instruction.node().comments()) : log.muted();
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
  }
}
