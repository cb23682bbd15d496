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
    this(message, exitCode.number(), cause);
  }

  private CommandException(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /// The end of a command that a signal of its user stopped.
  public static CommandException stopped(String signal, Throwable cause) {
    int number =
        switch (signal) {
          case "HUP" -> 1;
          case "TERM" -> 15;
          default -> 2;
        };
    return new CommandException("stopped by SIG" + signal, ExitCode.ofSignal(number), cause);
  }

  /// What the process exits with.
  public int exitCode() {
    return exitCode;
  }
}
