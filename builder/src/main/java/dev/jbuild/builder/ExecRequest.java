package dev.jbuild.builder;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// One command to run in one root file system.
///
/// @param lowers layer directories in overlayfs form, top first; empty for `FROM scratch`
/// @param upper an empty or prepared directory that takes all changes
/// @param work an empty directory on the file system of `upper`, for overlayfs alone
/// @param argv program and arguments; the program is looked up in `PATH` of `env` inside the root
/// @param env `NAME=value`, each name once
/// @param workingDirectory absolute path in the root
/// @param hostname what the command sees as its host name
public record ExecRequest(
    List<Path> lowers,
    Path upper,
    Path work,
    List<String> argv,
    List<String> env,
    String workingDirectory,
    User user,
    NetworkMode network,
    List<ExecMount> mounts,
    String hostname) {

  /// Who the command runs as, in numbers.
  public record User(int uid, int gid, List<Integer> groups) {
    /// The administrator.
    public static final User ROOT = new User(0, 0, List.of());

    public User {
      groups = List.copyOf(groups);
    }
  }

  public ExecRequest {
    lowers = List.copyOf(lowers);
    Objects.requireNonNull(upper);
    Objects.requireNonNull(work);
    argv = List.copyOf(argv);
    env = List.copyOf(env);
    Objects.requireNonNull(user);
    Objects.requireNonNull(network);
    mounts = List.copyOf(mounts);
    Objects.requireNonNull(hostname);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("there is no command to run");
    }
    if (!workingDirectory.startsWith("/")) {
      throw new IllegalArgumentException(
          "working directory '" + workingDirectory + "' is not absolute");
    }
  }
}
