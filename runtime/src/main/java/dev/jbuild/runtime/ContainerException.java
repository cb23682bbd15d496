package dev.jbuild.runtime;

/// A container that could not be started, or whose fate could not be learnt.
///
/// Carries the container's id, what was attempted, and the exit code that a command line should
/// return for it: [Cause#exitCode()].
public final class ContainerException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Who is to blame.
  public enum Cause {
    /// The runtime or the host: privileges, kernel features, mounts.
    RUNTIME(125),
    /// The kernel does not mount an overlay there; a plain directory may do for a root.
    NO_OVERLAY(125),
    /// The command exists but cannot be run.
    NOT_EXECUTABLE(126),
    /// The command does not exist.
    NOT_FOUND(127);

    private final int exitCode;

    Cause(int exitCode) {
      this.exitCode = exitCode;
    }

    /// 125, 126 or 127, as docker returns them.
    public int exitCode() {
      return exitCode;
    }
  }

  private final String containerId;
  private final Cause reason;

  public ContainerException(String containerId, Cause reason, String message) {
    super(message);
    this.containerId = containerId;
    this.reason = reason;
  }

  public ContainerException(String containerId, String message, Throwable cause) {
    super(message, cause);
    this.containerId = containerId;
    this.reason = Cause.RUNTIME;
  }

  /// The container it is about.
  public String containerId() {
    return containerId;
  }

  /// Who is to blame.
  public Cause reason() {
    return reason;
  }
}
