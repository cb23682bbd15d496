package dev.jbuild.builder;

/// How a command ended.
///
/// @param exitCode 0 to 255; 128+n when signal n ended it
/// @param outOfMemory whether the kernel killed a process of it because its memory limit was
///   reached
public record ExecResult(int exitCode, boolean outOfMemory) {
  public ExecResult {
    if (exitCode < 0 || exitCode > 255) {
      throw new IllegalArgumentException("exit code " + exitCode + " is not in 0 to 255");
    }
  }

  /// A command that ended by itself.
  public static ExecResult exited(int exitCode) {
    return new ExecResult(exitCode, false);
  }
}
