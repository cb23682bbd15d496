package dev.jbuild.cli.invocation;

import org.jspecify.annotations.Nullable;

/// A command can't do what was asked. The message is one line for the user: what was attempted, on
/// what, what was found instead, what to do.
public final class CommandException extends Exception {
  private final int exitCode;

  public CommandException(String message) {
    this(message, ExitCode.FAILURE, null);
  }

  public CommandException(String message, @Nullable Throwable cause) {
    this(message, ExitCode.FAILURE, cause);
  }

  public CommandException(String message, ExitCode exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode.number();
  }

  /// What the process exits with.
  public int exitCode() {
    return exitCode;
  }
}
