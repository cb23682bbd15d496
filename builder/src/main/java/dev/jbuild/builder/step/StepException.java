package dev.jbuild.builder.step;

import java.util.List;

/// A step that cannot be done, for a reason that the author of the Dockerfile can see to. Where it
/// stands in the file is added by the caller.
public final class StepException extends Exception {
  private final List<String> lastOutput;
  private final int exitCode;

  public StepException(String message) {
    this(message, List.of(), -1);
  }

  /// A command that ended with a code other than 0.
  public StepException(String message, List<String> lastOutput, int exitCode) {
    super(message);
    this.lastOutput = List.copyOf(lastOutput);
    this.exitCode = exitCode;
  }

  /// What the command wrote last.
  public List<String> lastOutput() {
    return lastOutput;
  }

  /// The exit code, -1 when no command is to blame.
  public int exitCode() {
    return exitCode;
  }
}
