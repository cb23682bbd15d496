package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.diagnostic.Suggestion;
import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks the argument SOURCE_DATE_EPOCH: seconds since 1970, or where the time is to be taken
/// from: `context`, a named context, or a stage that is nothing but one ADD of something remote.
final class SourceDateEpoch {

  private static final String NAME = "SOURCE_DATE_EPOCH";

  private final PlanRun.PlanContext context;
  private final Scope global;

  SourceDateEpoch(PlanRun.PlanContext context, Scope global) {
    this.context = context;
    this.global = global;
  }

  /// The value that a build argument or a global ARG gives; empty for none.
  String check(List<Stage> stages) throws DockerfileException {
    String given = context.options().buildArgs().get(NAME);
    String value = given != null ? given : global.get(NAME);
    if (value == null || value.isEmpty() || isNumber(value) || isContext(value)) {
      return value == null ? "" : value;
    }
    Stage source = stage(stages, value);
    if (source == null) {
      List<String> names = stages.stream().map(Stage::name).filter(n -> !n.isEmpty()).toList();
      throw context.stageError(
          SourceRange.line(1),
          new PlanException(
              NAME + " is '" + value + "', neither a number of seconds nor a stage or context",
              "",
              Suggestion.advice(value, names, false)));
    }
    try {
      checkStage(source);
      return value;
    } catch (PlanException e) {
      throw context.error(source.range(), e);
    }
  }

  private static boolean isNumber(String value) {
    try {
      Long.parseLong(value);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean isContext(String value) {
    return value.equals("context") || context.options().namedContexts().containsKey(value);
  }

  private static @Nullable Stage stage(List<Stage> stages, String name) {
    for (Stage stage : stages) {
      if (!stage.name().isEmpty() && stage.name().equalsIgnoreCase(name)) {
        return stage;
      }
    }
    return null;
  }

  private void checkStage(Stage stage) throws PlanException {
    ConstantScope values = new ConstantScope(context, global);
    global.names().forEach(name -> values.set(name, global));
    if (!values.text(stage.from().base()).equals("scratch")) {
      throw refused(stage, "must start FROM scratch");
    }
    boolean found = false;
    for (Instruction instruction : stage.instructions()) {
      if (instruction instanceof ArgInstruction) {
        values.accept(instruction);
      } else if (instruction instanceof AddInstruction add && !found) {
        checkAdd(stage, add, values);
        found = true;
      } else {
        throw refused(
            stage, "may hold nothing but ARG and one ADD, found " + instruction.node().keyword());
      }
    }
    if (!found) {
      throw refused(stage, "has no ADD");
    }
  }

  private static void checkAdd(Stage stage, AddInstruction add, ConstantScope values)
      throws PlanException {
    List<String> sources = add.transfer().sources();
    boolean one = sources.size() == 1 && add.transfer().files().isEmpty();
    if (!one || !RemoteSources.isRemote(values.text(sources.getFirst()))) {
      throw refused(stage, "must ADD one URL or git repository");
    }
  }

  private static PlanException refused(Stage stage, String reason) {
    return new PlanException(
        "the stage '" + stage.name() + "', which " + NAME + " names, " + reason, stage.name());
  }
}
