package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.shell.Expansion;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Evaluates the FROM instructions of a file, reached or not.
final class FromEvaluator {

  private final PlanRun.PlanContext context;
  private final WordExpander words;

  FromEvaluator(PlanRun.PlanContext context) {
    this.context = context;
    this.words = context.expansions().words();
  }

  void evaluate(List<Stage> stages, StageGraph graph) throws DockerfileException {
    String target = context.options().target();
    Scope platform =
        GlobalScope.platformArgs(
            context.buildPlatform(),
            context.targetPlatform(),
            context.options().buildArgs(),
            target == null || target.isEmpty() ? stages.getLast().name() : target);
    List<ArgInstruction> args = context.file().globalArgs();
    new FromChecks(context).checkDefaults(stages, platform, args);
    Scope scope = globalScope(platform, args);
    graph.setGlobalScope(scope);
    graph.setSourceDateEpoch(new SourceDateEpoch(context, scope).check(stages));
    Set<String> known = GlobalScope.knownNames(scope, args);
    for (Stage stage : stages) {
      StageState state = state(stage, scope, known);
      boolean context = replacedByContext(stage);
      state.displayName = stage.name().isEmpty() ? "stage-" + stage.index() : stage.name();
      graph.add(state);
      if (context) {
        state.base = null;
        state.replacedByContext = true;
        state.baseName = stage.name();
      }
      boolean fromCounts = !state.baseName.equals("scratch") && state.base == null;
      state.stepCount = StageGraph.countSteps(stage, fromCounts);
    }
  }

  private boolean replacedByContext(Stage stage) {
    String name = stage.name();
    return !name.isEmpty()
        && !name.equals("scratch")
        && !name.equals("context")
        && context.options().namedContexts().containsKey(name);
  }

  private Scope globalScope(Scope platform, List<ArgInstruction> args) throws DockerfileException {
    Map<String, String> given = context.options().buildArgs();
    try {
      return GlobalScope.withGlobalArgs(platform, args, words, given, context.budget());
    } catch (GlobalScope.ArgException e) {
      throw context.error(e.instruction.range(), "", String.valueOf(e.getMessage()), "");
    }
  }

  private StageState state(Stage stage, Scope scope, Set<String> known) throws DockerfileException {
    FromInstruction from = stage.from();
    WarningLog log = context.log().with(from.node().comments());
    try {
      Expansion name = context.budget().spendOn(words.expand(from.base(), scope));
      FromChecks.undefined(log, from, name.unset(), known);
      if (name.text().isEmpty()) {
        throw new PlanException(
            "the base '" + from.base() + "' is empty once its variables are expanded",
            from.base(),
            advice(name, known));
      }
      StageState state = new StageState(stage.index(), stage, name.text(), from.range());
      state.advice = advice(name, known);
      if (!from.platform().isEmpty()) {
        state.platform = platform(from, scope, known, log);
      }
      return state;
    } catch (ExpansionException e) {
      FromChecks.undefined(log, from, e.unset(), known);
      throw context.error(from.range(), "", String.valueOf(e.getMessage()), "");
    } catch (PlanException e) {
      throw context.error(from.range(), e);
    }
  }

  private static String advice(Expansion name, Set<String> known) {
    for (String unset : name.unset()) {
      String similar = Suggestion.advice(unset, known, true);
      return similar.isEmpty()
          ? "declare ARG "
              + unset
              + " with a default before the first FROM, or give --build-arg "
              + unset
          : similar;
    }
    return "";
  }

  private PlatformName platform(
      FromInstruction from, Scope scope, Set<String> known, WarningLog log)
      throws ExpansionException, PlanException {
    Expansion value = context.budget().spendOn(words.expand(from.platform(), scope));
    FromChecks.undefined(log, from, value.unset(), known);
    FromChecks.redundantPlatform(log, from, value, scope);
    FromChecks.constantPlatform(log, from, value, context.targetPlatform());
    if (value.text().isEmpty()) {
      throw new PlanException(
          "the platform '" + from.platform() + "' is empty once its variables are expanded",
          from.platform(),
          advice(value, known));
    }
    return PlatformName.parse(value.text(), context.targetPlatform());
  }
}
