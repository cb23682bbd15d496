package dev.jbuild.cli.invocation;

/// The exit codes of `jbuild`, which are docker's where docker has them.
///
/// `run` gives the exit code of the command in the container, 0 to 255; a command that a signal
/// ended counts as 128 plus the signal's number. So that the two can be told apart, failures of
/// jbuild itself in `run` are 125, 126 and 127.
public enum ExitCode {
  /// The requested work is done.
  OK(0),
  /// The requested work failed.
  FAILURE(1),
  /// The command line is wrong; nothing was tried.
  USAGE(2),
  /// `run`: jbuild itself failed before the command of the container could start.
  RUN_FAILED(125),
  /// `run`: the command of the container was found but can't be executed.
  NOT_EXECUTABLE(126),
  /// `run`: the command of the container was not found.
  NOT_FOUND(127),
  /// The user stopped jbuild with Ctrl-C: 128 plus SIGINT.
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// The number that the process exits with.
  public int number() {
    return number;
  }

  /// The number for a process that a signal ended.
  public static int ofSignal(int signal) {
    return 128 + signal;
  }
}
