package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.InlineFile;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.Transfer;
import dev.jbuild.dockerfile.plan.Operation.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Evaluates COPY and ADD.
final class CopyEvaluator {

  private final StepContext step;
  private final StageState state;

  CopyEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void copy(CopyInstruction copy, List<StageState> sources) throws PlanException {
    String chown = step.expand(copy.chown(), copy);
    String chmod = step.expand(copy.chmod(), copy);
    Transfer transfer = expanded(copy.transfer(), copy);
    Origin from = new Origin.Context();
    if (!sources.isEmpty()) {
      if (!sources.getFirst().dispatched) {
        throw new PlanException(
            "cannot copy from stage '" + copy.from() + "', which comes later or is this one",
            copy.from(),
            "move that stage before this one");
      }
      from = Origins.of(sources.getFirst());
    } else {
      CopyChecks.reportIgnored(step, transfer, copy, "Copy");
    }
    List<CopySource> parts = new ArrayList<>();
    for (String source : transfer.sources()) {
      RemoteSources.refuse(source);
      parts.add(copy.parents() ? belowPivot(source) : path(source));
    }
    addFiles(transfer, parts);
    Optional<ModeChange> mode = mode(chmod);
    state.operations.add(
        new Copy(
            step.step(copy, step.plan().expansions().words(), state.environment, ""),
            false,
            from,
            parts,
            destination(transfer),
            given(chown),
            mode,
            copy.excludes(),
            copy.parents(),
            copy.link() && mode.isEmpty(),
            Unpack.NEVER));
    addHistory("COPY" + (copy.parents() ? " --parents" : ""), transfer, chown, chmod);
  }

  void add(AddInstruction add) throws PlanException {
    String chown = step.expand(add.chown(), add);
    String chmod = step.expand(add.chmod(), add);
    String checksum = step.expand(add.checksum(), add);
    Transfer transfer = expanded(add.transfer(), add);
    CopyChecks.reportIgnored(step, transfer, add, "Add");
    RemoteSources remote = new RemoteSources(add, checksum);
    remote.checkChecksum(transfer);
    List<CopySource> parts = new ArrayList<>();
    for (String source : transfer.sources()) {
      Optional<CopySource> found = remote.find(source);
      parts.add(found.isPresent() ? found.get() : path(source));
    }
    addFiles(transfer, parts);
    Boolean unpack = add.unpack();
    Optional<ModeChange> mode = mode(chmod);
    state.operations.add(
        new Copy(
            step.step(add, step.plan().expansions().words(), state.environment, ""),
            true,
            new Origin.Context(),
            parts,
            destination(transfer),
            given(chown),
            mode,
            add.excludes(),
            false,
            add.link() && mode.isEmpty(),
            unpack == null ? Unpack.LOCAL : unpack ? Unpack.ALWAYS : Unpack.NEVER));
    addHistory("ADD", transfer, chown, chmod);
  }

  private Transfer expanded(Transfer transfer, Instruction instruction) throws PlanException {
    List<String> sources = step.expandAll(transfer.sources(), instruction);
    String destination = step.expand(transfer.destination(), instruction);
    List<InlineFile> files = new ArrayList<>(transfer.files().size());
    for (InlineFile file : transfer.files()) {
      String content = file.content();
      if (file.expand()) {
        content = step.expansion(step.plan().expansions().bodies(), content, instruction).text();
      }
      files.add(new InlineFile(file.name(), content, false));
    }
    return new Transfer(sources, files, destination);
  }

  private String destination(Transfer transfer) throws PlanException {
    String path = transfer.destination();
    if (state.isWindows()) {
      String stripped = WindowsPath.withoutDrive(path, true);
      return WindowsPath.resolve(state.directory, stripped.equals(".") ? "./" : stripped, true);
    }
    String written = path.isEmpty() || path.equals(".") ? "./" : path;
    return UnixPath.cleanKeepingSlash(UnixPath.resolve(state.directory, written, true));
  }

  private static Optional<String> given(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<ModeChange> mode(String chmod) throws PlanException {
    try {
      return chmod.isEmpty() ? Optional.empty() : Optional.of(ModeChange.parse(chmod));
    } catch (IllegalArgumentException e) {
      throw new PlanException(String.valueOf(e.getMessage()), chmod);
    }
  }

  private CopySource path(String source) throws PlanException {
    return new CopySource.Path(belowRoot(source), Optional.empty());
  }

  private String belowRoot(String source) throws PlanException {
    return state.isWindows() ? WindowsPath.resolve("/", source, false) : UnixPath.join("/", source);
  }

  private CopySource belowPivot(String source) throws PlanException {
    int pivot = source.indexOf("/./");
    String above = pivot < 0 ? "/" : belowRoot(source.substring(0, pivot));
    String below = pivot < 0 ? source : source.substring(pivot + 3);
    String pattern = below.startsWith("/") ? below : belowRoot(below);
    return new CopySource.Path(pattern.substring(1), Optional.of(above));
  }

  private static void addFiles(Transfer transfer, List<CopySource> parts) {
    for (InlineFile file : transfer.files()) {
      parts.add(new CopySource.Inline(file.name(), file.content()));
    }
  }

  private void addHistory(String keyword, Transfer transfer, String chown, String chmod) {
    StringBuilder history = new StringBuilder(keyword);
    if (!chown.isEmpty()) {
      history.append(" --chown=").append(chown);
    }
    if (!chmod.isEmpty()) {
      history.append(" --chmod=").append(chmod);
    }
    transfer.sources().forEach(s -> history.append(' ').append(s));
    transfer.files().forEach(f -> history.append(" <<").append(f.name()));
    history.append(' ').append(transfer.destination()).append(" # buildkit");
    state.addHistory(history.toString(), true);
  }
}
