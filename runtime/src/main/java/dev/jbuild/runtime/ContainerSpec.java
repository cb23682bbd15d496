package dev.jbuild.runtime;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything a runtime must know to run one command in one container. Numbers only: names of
/// users, images and volumes have been looked up before.
///
/// @param id names the container in messages and in its cgroup; letters, digits, `_`, `.`, `-`
/// @param stateDirectory an existing directory, of this container alone, that only its owner can
///   enter; the launcher keeps its records there and they outlive this process
/// @param argv the command; its first word is looked up in the container's `PATH`
/// @param cwd absolute; made when it is missing
/// @param endsWithParent whether the container is killed when this process dies
/// @param cgroupParent the cgroup below which the container gets its own, relative to the root of
///   each hierarchy
public record ContainerSpec(
    String id,
    Path stateDirectory,
    RootFilesystem root,
    boolean readOnlyRoot,
    List<String> argv,
    List<String> env,
    String cwd,
    ProcessUser user,
    String hostname,
    Stdio stdio,
    List<Mount> mounts,
    NetworkMode network,
    Resources resources,
    Set<Capability> capabilities,
    SeccompProfile seccomp,
    boolean noNewPrivileges,
    List<String> maskedPaths,
    List<String> readOnlyPaths,
    @Nullable UserNamespace userNamespaceOrNull,
    String cgroupParent,
    boolean endsWithParent) {

  /// The paths below /proc and /sys that docker hides from containers.
  public static final List<String> DEFAULT_MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  /// The paths below /proc that docker makes read-only in containers.
  public static final List<String> DEFAULT_READ_ONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  public ContainerSpec {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")) {
      throw new IllegalArgumentException("container id '" + id + "' is not a plain name");
    }
    if (!stateDirectory.isAbsolute()) {
      throw new IllegalArgumentException(
          "state directory '" + stateDirectory + "' is not an absolute path");
    }
    Objects.requireNonNull(root);
    argv = List.copyOf(argv);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("container '" + id + "' has no command to run");
    }
    env = List.copyOf(env);
    if (!cwd.startsWith("/")) {
      throw new IllegalArgumentException("working directory '" + cwd + "' is not absolute");
    }
    if (hostname.isEmpty() || hostname.length() > 64) {
      throw new IllegalArgumentException(
          "host name '" + hostname + "' does not have 1 to 64 characters");
    }
    mounts = List.copyOf(mounts);
    capabilities = Set.copyOf(capabilities);
    maskedPaths = List.copyOf(maskedPaths);
    readOnlyPaths = List.copyOf(readOnlyPaths);
    if (cgroupParent.isEmpty() || cgroupParent.startsWith("/") || cgroupParent.contains("..")) {
      throw new IllegalArgumentException(
          "cgroup parent '" + cgroupParent + "' is not a relative path");
    }
  }

  /// The id maps, when the container is to have a user namespace of its own.
  public Optional<UserNamespace> userNamespace() {
    return Optional.ofNullable(userNamespaceOrNull);
  }

  /// Starts a specification with docker's defaults: root, `/`, the host's network, fourteen
  /// capabilities, the default seccomp profile, no limits, no input, output inherited.
  public static Builder builder(
      String id, Path stateDirectory, RootFilesystem root, List<String> argv) {
    return new Builder(id, stateDirectory, root, argv);
  }

  /// Collects the parts of a specification; each setter replaces what was there.
  public static final class Builder {
    private final String id;
    private final Path stateDirectory;
    private final List<String> argv;
    private RootFilesystem root;
    private boolean readOnlyRoot;
    private List<String> env = List.of();
    private String cwd = "/";
    private ProcessUser user = ProcessUser.ROOT;
    private String hostname = "localhost";
    private Stdio stdio = Stdio.INHERIT;
    private List<Mount> mounts = List.of();
    private NetworkMode network = NetworkMode.HOST;
    private Resources resources = Resources.UNLIMITED;
    private Set<Capability> capabilities = EnumSet.copyOf(Capability.DEFAULT);
    private SeccompProfile seccomp = SeccompProfile.DOCKER_DEFAULT;
    private boolean noNewPrivileges;
    private List<String> maskedPaths = DEFAULT_MASKED_PATHS;
    private List<String> readOnlyPaths = DEFAULT_READ_ONLY_PATHS;
    private @Nullable UserNamespace userNamespace;
    private String cgroupParent = "jbuild";
    private boolean endsWithParent;

    private Builder(String id, Path stateDirectory, RootFilesystem root, List<String> argv) {
      this.id = id;
      this.stateDirectory = stateDirectory;
      this.argv = argv;
      this.root = root;
    }

    public Builder root(RootFilesystem value) {
      root = value;
      return this;
    }

    public Builder readOnlyRoot(boolean value) {
      readOnlyRoot = value;
      return this;
    }

    public Builder env(List<String> value) {
      env = value;
      return this;
    }

    public Builder cwd(String value) {
      cwd = value;
      return this;
    }

    public Builder user(ProcessUser value) {
      user = value;
      return this;
    }

    public Builder hostname(String value) {
      hostname = value;
      return this;
    }

    public Builder stdio(Stdio value) {
      stdio = value;
      return this;
    }

    public Builder mounts(List<? extends Mount> value) {
      mounts = List.copyOf(value);
      return this;
    }

    public Builder network(NetworkMode value) {
      network = value;
      return this;
    }

    public Builder resources(Resources value) {
      resources = value;
      return this;
    }

    public Builder capabilities(Set<Capability> value) {
      capabilities = value;
      return this;
    }

    public Builder seccomp(SeccompProfile value) {
      seccomp = value;
      return this;
    }

    public Builder noNewPrivileges(boolean value) {
      noNewPrivileges = value;
      return this;
    }

    public Builder maskedPaths(List<String> value) {
      maskedPaths = value;
      return this;
    }

    public Builder readOnlyPaths(List<String> value) {
      readOnlyPaths = value;
      return this;
    }

    public Builder userNamespace(@Nullable UserNamespace value) {
      userNamespace = value;
      return this;
    }

    public Builder cgroupParent(String value) {
      cgroupParent = value;
      return this;
    }

    public Builder endsWithParent(boolean value) {
      endsWithParent = value;
      return this;
    }

    public ContainerSpec build() {
      return new ContainerSpec(
          id,
          stateDirectory,
          root,
          readOnlyRoot,
          argv,
          env,
          cwd,
          user,
          hostname,
          stdio,
          mounts,
          network,
          resources,
          capabilities,
          seccomp,
          noNewPrivileges,
          maskedPaths,
          readOnlyPaths,
          userNamespace,
          cgroupParent,
          endsWithParent);
    }
  }
}
