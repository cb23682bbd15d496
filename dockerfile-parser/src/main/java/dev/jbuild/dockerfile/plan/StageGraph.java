package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.Instructions;
import dev.jbuild.dockerfile.instruction.InvalidInstructionException;
import dev.jbuild.dockerfile.instruction.OnbuildInstruction;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.WorkdirInstruction;
import dev.jbuild.dockerfile.plan.StageState.StageCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The stages of a file and the images its instructions name, with what each needs.
final class StageGraph {

  private final Dockerfile file;
  private final PlanRun.PlanContext context;
  private final List<StageState> states = new ArrayList<>();
  private final Map<String, StageState> byName = new HashMap<>();
  private Scope globalScope = new Scope();
  private String sourceDateEpoch = "";

  StageGraph(Dockerfile file, PlanRun.PlanContext context) {
    this.file = file;
    this.context = context;
  }

  /// Keeps the variables that stages get by `ARG NAME`.
  void setGlobalScope(Scope scope) {
    globalScope = scope;
  }

  /// Keeps what SOURCE_DATE_EPOCH says.
  void setSourceDateEpoch(String value) {
    sourceDateEpoch = value;
  }

  String sourceDateEpoch() {
    return sourceDateEpoch;
  }

  Scope globalScope() {
    return globalScope;
  }

  /// Stages in the order of the file, then images in the order they were met.
  List<StageState> states() {
    return states;
  }

  void build() throws DockerfileException {
    if (file.stages().isEmpty()) {
      throw context.stageError(
          SourceRange.line(1),
          new PlanException("the file has no stage to build", "", "begin one with FROM"));
    }
    new FromEvaluator(context).evaluate(file.stages(), this);
  }

  void add(StageState state) {
    states.add(state);
    state.registered = true;
    state.base = byName.get(state.baseName);
    Stage stage = state.stage;
    if (stage != null && !stage.name().isEmpty()) {
      byName.put(stage.name(), state);
    }
  }

  static int countSteps(Stage stage, boolean fromCounts) {
    int steps = fromCounts ? 1 : 0;
    for (Instruction i : stage.instructions()) {
      boolean counts =
          i instanceof AddInstruction
              || i instanceof CopyInstruction
              || i instanceof RunInstruction
              || i instanceof WorkdirInstruction;
      steps += counts ? 1 : 0;
    }
    return steps;
  }

  StageState target(@Nullable String name) throws DockerfileException {
    if (name == null || name.isEmpty()) {
      return states.getLast();
    }
    StageState found = byName.get(name.toLowerCase(Locale.ROOT));
    if (found == null) {
      found = byNumber(name);
    }
    if (found == null) {
      throw context.error(
          file.stages().getLast().range(),
          "",
          "the target stage '" + name + "' does not exist",
          Suggestion.advice(name, byName.keySet(), false));
    }
    return found;
  }

  private @Nullable StageState byNumber(String name) {
    try {
      int index = Integer.parseInt(name);
      return index >= 0 && index < file.stages().size() ? states.get(index) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// Finds out what each stage needs, images included.
  void connect() throws DockerfileException {
    for (StageState state : List.copyOf(states)) {
      Stage stage = state.stage;
      if (stage == null || state.replacedByContext) {
        continue;
      }
      ConstantScope constants = constants(state);
      for (Instruction instruction : stage.instructions()) {
        state.commands.add(command(state, instruction, false));
        if (constants != null) {
          accept(constants, instruction);
        }
      }
    }
    checkCycles();
    if (states.size() == 1) {
      states.getFirst().displayName = "";
    }
  }

  /// The variables that `--from` may use in a stage, or null where it may use none.
  private @Nullable ConstantScope constants(StageState state) {
    if (!file.tree().extras()) {
      return null;
    }
    StageState base = state.base;
    ConstantScope inherited = base == null ? null : base.constants;
    state.constants =
        inherited == null ? new ConstantScope(context, globalScope) : inherited.copy();
    return state.constants;
  }

  private void accept(ConstantScope constants, Instruction instruction) throws DockerfileException {
    try {
      constants.accept(instruction);
    } catch (PlanException e) {
      throw context.error(instruction.range(), e);
    }
  }

  private StageCommand command(StageState state, Instruction instruction, boolean trigger)
      throws DockerfileException {
    List<StageState> sources = new ArrayList<>();
    try {
      if (instruction instanceof CopyInstruction copy && !copy.from().isEmpty()) {
        sources.add(copySource(copy, state));
      } else if (instruction instanceof RunInstruction run) {
        for (String mount : run.mounts()) {
          String from = StageSources.ofMount(mount, file.tree().extras());
          sources.add(named(constant(from, state), run.range()));
        }
      }
    } catch (PlanException e) {
      throw context.stageError(instruction.range(), e);
    }
    for (StageState source : sources) {
      state.needs.put(source, instruction.range());
      if (!source.registered) {
        add(source);
      }
    }
    return new StageCommand(instruction, sources, trigger);
  }

  /// The name with its variables replaced, where they are allowed.
  private String constant(String from, StageState state) throws PlanException {
    ConstantScope constants = state.constants;
    return constants == null || from.indexOf('$') < 0 ? from : constants.name(from);
  }

  private StageState copySource(CopyInstruction copy, StageState state) throws PlanException {
    String from = constant(copy.from(), state);
    if (StageSources.hasVariable(from, context.expansions().words())) {
      throw new PlanException(
          "--from does not take variables",
          from,
          "define a stage with FROM, which takes them, and name that stage here; or use jbuild's"
              + " extras: "
              + Instructions.SWITCH);
    }
    if (StageSources.isNumber(from)) {
      return byIndex(from);
    }
    return named(from, copy.range());
  }

  private StageState byIndex(String number) throws PlanException {
    long index = number.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(number);
    if (index < 0 || index >= states.size()) {
      throw new PlanException(
          "there is no stage " + number,
          number,
          "stages count from 0; the file has " + file.stages().size());
    }
    return states.get((int) index);
  }

  private StageState named(String name, SourceRange range) {
    StageState found = byName.get(name.toLowerCase(Locale.ROOT));
    return found != null ? found : new StageState(-1, null, name, range);
  }

  Set<StageState> reached(StageState target) {
    Set<StageState> reached = new LinkedHashSet<>();
    Deque<StageState> todo = new ArrayDeque<>(List.of(target));
    while (!todo.isEmpty()) {
      StageState state = todo.removeLast();
      if (!reached.add(state)) {
        continue;
      }
      StageState base = state.base;
      if (base != null) {
        todo.addLast(base);
      }
      todo.addAll(state.needs.keySet());
    }
    return reached;
  }

  /// A stage may need only earlier ones; needing itself, or one that needs it, is a cycle.
  private void checkCycles() throws DockerfileException {
    StageCycle.Cycle cycle = StageCycle.find(states);
    if (cycle != null) {
      SourceRange range = cycle.state().needs.getOrDefault(cycle.needed(), cycle.state().range);
      throw context.error(
          range, "", "the stage '" + cycle.needed().displayName + "' needs itself in a circle", "");
    }
  }

  /// Puts the triggers of the base before the stage's own instructions; true when they need further
  /// stages or images.
  boolean addTriggers(StageState state) throws DockerfileException {
    if (state.triggersAdded || state.isImageOnly() || state.replacedByContext) {
      return false;
    }
    state.triggersAdded = true;
    List<StageCommand> triggers = new ArrayList<>();
    boolean more = false;
    for (String trigger : triggersOf(state)) {
      StageCommand command = command(state, readTrigger(trigger, state.range), true);
      more |= !command.sources().isEmpty();
      triggers.add(command);
    }
    state.stepCount += triggers.size();
    triggers.addAll(state.commands);
    state.commands = triggers;
    return more;
  }

  private static List<String> triggersOf(StageState state) {
    List<String> triggers = new ArrayList<>();
    BaseImage image = state.image;
    StageState base = state.base;
    if (image != null) {
      triggers.addAll(image.config().onBuild());
    } else if (base != null) {
      for (StageCommand command : base.commands) {
        if (command.instruction() instanceof OnbuildInstruction onbuild) {
          triggers.add(onbuild.trigger());
        }
      }
    }
    return triggers;
  }

  private Instruction readTrigger(String trigger, SourceRange from) throws DockerfileException {
    Node parsed;
    try {
      parsed = SyntaxTree.parseTrigger(trigger).nodes().getFirst();
      return Instructions.read(parsed.at(from));
    } catch (InvalidInstructionException e) {
      throw context.error(
          from, "", "in the ONBUILD trigger '" + trigger + "': " + e.text(), e.advice());
    } catch (DockerfileException e) {
      throw context.error(
          from,
          "",
          "in the ONBUILD trigger '" + trigger + "': " + e.diagnostics().getFirst().message(),
          "");
    }
  }
}
