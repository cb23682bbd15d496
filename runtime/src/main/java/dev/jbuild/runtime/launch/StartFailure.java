package dev.jbuild.runtime.launch;

import dev.jbuild.linux.Capability;
import dev.jbuild.linux.Credentials;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.ContainerSpec;
import dev.jbuild.runtime.RootFilesystem;

/// Puts a launcher's failure into words: what was attempted, on what, what the kernel said, what to
/// do where that is known.
final class StartFailure {
  private static final int EPERM = 1;
  private static final int ENOEXEC = 8;
  private static final int EACCES = 13;
  private static final int ENODEV = 19;
  private static final int EINVAL = 22;
  private static final int EROFS = 30;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;

  private static final String IN_CONTAINER =
      ", root lacks CAP_SYS_ADMIN here, without which nothing can be run; inside a container, start"
          + " that with --cap-add SYS_ADMIN --security-opt seccomp=unconfined"
          + " --security-opt apparmor=unconfined";

  private StartFailure() {}

  /// Who is to blame; a refused overlay is told apart.
  static ContainerException.Cause cause(ContainerSpec spec, StatusFile.Failed failed) {
    return failed.blame() == ContainerException.Cause.RUNTIME
            && spec.root() instanceof RootFilesystem.Overlay
            && isOverlayCall(failed)
            && isRefusal(failed.errno())
        ? ContainerException.Cause.NO_OVERLAY
        : failed.blame();
  }

  /// The names that `filesystem.c` gives to what it does for an overlay.
  private static boolean isOverlayCall(StatusFile.Failed failed) {
    return switch (failed.call()) {
      case "mount overlay", "add overlay layer", "set overlay directory", "set overlay option" ->
          true;
      case "create file system", "fsmount" -> failed.subject().startsWith("overlay");
      default -> false;
    };
  }

  private static boolean isRefusal(int errno) {
    return switch (errno) {
      case EPERM, EACCES, ENODEV, EINVAL, ENOSYS, EOPNOTSUPP -> true;
      default -> false;
    };
  }

  static String describe(ContainerSpec spec, StatusFile.Failed failed) {
    String command = spec.argv().getFirst();
    return switch (failed.blame()) {
      case NOT_FOUND ->
          "run '%s' in container '%s': %s".formatted(command, shortId(spec), notFound(command));
      case NOT_EXECUTABLE ->
          "run '%s' in container '%s': %s"
                  .formatted(command, shortId(spec), Errno.describe(failed.errno()))
              + (failed.errno() == ENOEXEC
                  ? ", it is for another kind of processor or a script without '#!' line"
                  : "");
      case RUNTIME, NO_OVERLAY ->
          "start container '%s': %s%s: %s%s"
              .formatted(
                  shortId(spec),
                  failed.call(),
                  failed.subject().isEmpty() ? "" : " '" + failed.subject() + "'",
                  Errno.describe(failed.errno()),
                  advice(failed));
    };
  }

  private static String notFound(String command) {
    return command.contains("/")
        ? "no such file in the image, or its interpreter is missing"
        : "no such command in the image's PATH";
  }

  private static String advice(StatusFile.Failed failed) {
    boolean refused =
        switch (failed.errno()) {
          case EPERM, EACCES, EROFS, ENOSYS -> true; // the last from seccomp filters
          default -> false;
        };
    boolean root = Credentials.effectiveUser() == 0;
    if (refused && root && !Capability.SYS_ADMIN.isEffective()) {
      return IN_CONTAINER;
    }
    return switch (failed.errno()) {
      case EPERM -> ", run as root or where namespaces and mounts are permitted";
      case ENOSYS ->
          ", Linux 5.12 or newer is needed, and inside a container one that may make namespaces"
              + " (docker run --privileged)";
      case EINVAL ->
          failed.call().startsWith("setres")
              ? ", this user namespace has no such user or group: potentially insufficient UIDs or"
                  + " GIDs in /etc/subuid and /etc/subgid"
              : "";
      default -> "";
    };
  }

  private static String shortId(ContainerSpec spec) {
    return spec.id().length() == 64 ? spec.id().substring(0, 12) : spec.id();
  }
}
