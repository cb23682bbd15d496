package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stage while it is planned, or an image that only COPY or a mount names; confined to one
/// [PlanRun]. The fields below "inherited" start as copies of the base's.
final class StageState {

  final int index;
  final @Nullable Stage stage;
  final SourceRange range;
  String baseName;
  String displayName;
  String advice = "";

  @Nullable StageState base;
  @Nullable PlatformName platform;
  @Nullable BaseImage image;
  String contextName = "";
  boolean registered;
  boolean resolved;
  boolean dispatched;
  boolean triggersAdded;
  boolean replacedByContext;

  List<StageCommand> commands = new ArrayList<>();
  @Nullable ConstantScope constants;
  final Map<StageState, SourceRange> needs = new LinkedHashMap<>();

  int stepCount;
  int stepIndex;
  String fromLabel = "";

  final List<Operation> operations = new ArrayList<>();
  @Nullable SourceRange entrypoint;
  @Nullable SourceRange cmd;
  @Nullable SourceRange healthcheck;

  // inherited
  ConfigState.Builder config = new ConfigState.Builder();
  Scope environment = new Scope();
  String directory = "/";
  String user = "";
  HistoryChain history = new HistoryChain(null);
  final List<ArgDeclaration> args = new ArrayList<>();
  final ShownArguments shownArguments = new ShownArguments(args);
  final Set<String> declared = new HashSet<>();
  boolean workdirSet;
  boolean baseUnknown;

  StageState(int index, @Nullable Stage stage, String baseName, SourceRange range) {
    this.index = index;
    this.stage = stage;
    this.baseName = baseName;
    this.range = range;
    this.displayName = "";
  }

  /// Whether this is an image named by COPY or a mount, not a stage of the file.
  boolean isImageOnly() {
    return stage == null;
  }

  String name() {
    return stage == null ? "" : stage.name();
  }

  PlatformName platform() {
    PlatformName known = platform;
    if (known == null) {
      throw new IllegalStateException("stage " + index + " is used before its base is resolved");
    }
    return known;
  }

  boolean isWindows() {
    return platform().os().equals("windows");
  }

  boolean isScratch() {
    return base == null && image == null && contextName.isEmpty();
  }

  void inherit() {
    StageState from = base;
    if (from == null) {
      return;
    }
    platform = from.platform;
    config = from.config.build().toBuilder();
    config.onBuild.clear();
    environment = from.environment.copy();
    directory = from.directory;
    user = from.user;
    history = new HistoryChain(from.history);
    args.addAll(from.args);
    declared.addAll(from.declared);
    workdirSet = from.workdirSet;
    baseUnknown = from.baseUnknown;
  }

  void addHistory(String createdBy, boolean layer) {
    history.append(new HistoryStep(createdBy, !layer));
  }

  void setFromLabel(String position) {
    BaseImage known = image;
    fromLabel = known == null ? "" : (position + " FROM " + known.reference()).strip();
  }

  /// The next position label, such as `[build 2/5]`, or empty when nothing is counted.
  String nextPosition() {
    if (stepCount == 0) {
      return "";
    }
    stepIndex++;
    int width = String.valueOf(stepCount).length();
    String name = displayName.isEmpty() ? "" : displayName + " ";
    return "[" + name + ("%" + width + "d/%d]").formatted(stepIndex, stepCount);
  }

  /// An instruction with what it needs.
  ///
  /// @param sources states that COPY or mounts take files from, one for each mount
  /// @param trigger whether it comes from ONBUILD of the base
  record StageCommand(Instruction instruction, List<StageState> sources, boolean trigger) {}
}
