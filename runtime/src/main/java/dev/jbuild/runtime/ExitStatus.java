package dev.jbuild.runtime;

/// How a container ended.
///
/// @param code what its first process returned, 0 when a signal ended it
/// @param signal the signal that ended it, 0 for none
/// @param oomKilled whether the kernel killed a process of it for want of memory
public record ExitStatus(int code, int signal, boolean oomKilled) {

  /// The exit code a shell would show: the code, or 128 and the number of the signal.
  public int exitCode() {
    return signal == 0 ? code : 128 + signal;
  }
}
