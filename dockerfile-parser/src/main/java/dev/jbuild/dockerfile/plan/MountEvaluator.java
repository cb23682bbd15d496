package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.instruction.InvalidInstructionException;
import dev.jbuild.dockerfile.instruction.MountOptions;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Evaluates the mounts of one RUN.
final class MountEvaluator {

  private static final int SECRET_MODE = 0400;
  private static final int SSH_MODE = 0600;

  private final StepContext step;
  private final StageState state;
  private final RunInstruction run;
  private final Set<String> secretVariables = new HashSet<>();
  private int sshSockets;

  MountEvaluator(StepContext step, RunInstruction run) {
    this.step = step;
    this.state = step.state();
    this.run = run;
  }

  List<Mount> evaluate(List<StageState> sources) throws PlanException {
    List<Mount> mounts = new ArrayList<>(run.mounts().size());
    for (int i = 0; i < run.mounts().size(); i++) {
      mounts.add(mount(parse(run.mounts().get(i)), sources.get(i)));
    }
    return mounts;
  }

  /// Environment variables that secrets are put into, known after evaluation.
  Set<String> secretVariables() {
    return secretVariables;
  }

  private MountOptions parse(String mount) throws PlanException {
    try {
      return MountOptions.parse(mount, this::expand);
    } catch (InvalidInstructionException e) {
      throw new PlanException(e.text(), e.about(), e.advice());
    }
  }

  private String expand(String value) throws InvalidInstructionException {
    try {
      return step.expand(value, run);
    } catch (PlanException e) {
      throw MountOptions.invalid(e.text(), e.about());
    }
  }

  private Mount mount(MountOptions options, StageState source) throws PlanException {
    return switch (options.type()) {
      case BIND ->
          new Mount.Bind(
              origin(options, source, new Origin.Context()),
              UnixPath.join("/", options.source()),
              target(options),
              !options.readOnly());
      case CACHE -> cache(options, source);
      case TMPFS -> new Mount.Tmpfs(target(options), options.sizeLimit());
      case SECRET -> secret(options);
      case SSH -> ssh(options);
    };
  }

  private Origin origin(MountOptions options, StageState source, Origin standard)
      throws PlanException {
    if (options.from().isEmpty()) {
      return standard;
    }
    if (!source.dispatched) {
      throw new PlanException(
          "cannot mount from stage '" + options.from() + "', which comes later",
          options.from(),
          "move that stage before this one");
    }
    return Origins.of(source);
  }

  private String target(MountOptions options) throws PlanException {
    String target = options.target();
    boolean absolute = state.isWindows() ? WindowsPath.isAbsolute(target) : target.startsWith("/");
    if (!absolute) {
      target = UnixPath.join("/", state.directory + "/" + target);
    }
    if (target.equals("/")) {
      throw new PlanException(
          "the mount target is '" + target + "'", "target", "mount on a directory below it");
    }
    return target;
  }

  private Mount cache(MountOptions options, StageState source) throws PlanException {
    String id = options.id().isEmpty() ? UnixPath.clean(options.target()) : options.id();
    String namespace = step.plan().options().cacheNamespace();
    MountOptions.Sharing given = options.sharing();
    Mount.Sharing sharing =
        given == null ? Mount.Sharing.SHARED : Mount.Sharing.valueOf(given.name());
    return new Mount.Cache(
        namespace.isEmpty() ? id : namespace + "/" + id,
        sharing,
        origin(options, source, new Origin.Empty()),
        UnixPath.join("/", options.source()),
        target(options),
        options.readOnly(),
        orElse(options.uid(), -1),
        orElse(options.gid(), -1),
        orElse(options.mode(), -1));
  }

  private Mount secret(MountOptions options) {
    String id = options.source().isEmpty() ? options.id() : options.source();
    id = id.isEmpty() ? UnixPath.base(options.target()) : id;
    Optional<String> variable = Optional.ofNullable(options.variable());
    variable.ifPresent(secretVariables::add);
    Optional<String> target =
        options.target().isEmpty() ? Optional.empty() : Optional.of(options.target());
    if (target.isEmpty() && variable.isEmpty()) {
      target = Optional.of("/run/secrets/" + UnixPath.base(id));
    }
    return new Mount.Secret(
        id,
        target,
        variable,
        options.required(),
        orElse(options.uid(), 0),
        orElse(options.gid(), 0),
        orElse(options.mode(), SECRET_MODE));
  }

  private Mount ssh(MountOptions options) throws PlanException {
    if (!options.source().isEmpty()) {
      throw new PlanException("an ssh mount takes no source", "source", "remove it");
    }
    String target =
        options.target().isEmpty() ? "/run/buildkit/ssh_agent." + sshSockets : options.target();
    sshSockets++;
    return new Mount.Ssh(
        options.id(),
        target,
        options.required(),
        orElse(options.uid(), 0),
        orElse(options.gid(), 0),
        orElse(options.mode(), SSH_MODE));
  }

  private static int orElse(@Nullable Integer value, int standard) {
    return value == null ? standard : value;
  }
}
