package dev.jbuild.builder;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A build that did not succeed. The message is one line that says what was attempted, on what,
/// what was found and what to do; the rest is for people who want to see the place.
///
/// Steps that finished before the failure stay cached.
public final class BuildException extends Exception {
  private final @Nullable BuildStep step;
  private final String excerpt;
  private final List<String> lastOutput;
  private final int exitCode;

  private BuildException(
      String message,
      @Nullable Throwable cause,
      @Nullable BuildStep step,
      String excerpt,
      List<String> lastOutput,
      int exitCode) {
    super(Objects.requireNonNull(message), cause);
    this.step = step;
    this.excerpt = excerpt;
    this.lastOutput = List.copyOf(lastOutput);
    this.exitCode = exitCode;
  }

  /// A failure outside any step, such as a context that is not there.
  public static BuildException of(String message, @Nullable Throwable cause) {
    return new BuildException(message, cause, null, "", List.of(), -1);
  }

  /// A failure with the source lines it comes from; the message begins with file and line.
  public static BuildException at(String message, String excerpt, @Nullable Throwable cause) {
    return new BuildException(message, cause, null, excerpt, List.of(), -1);
  }

  /// A failure of a step.
  public static BuildException in(
      BuildStep step, String message, String excerpt, @Nullable Throwable cause) {
    return new BuildException(message, cause, step, excerpt, List.of(), -1);
  }

  /// A command that ended with an exit code other than 0.
  public static BuildException exited(
      BuildStep step, String message, String excerpt, List<String> lastOutput, int exitCode) {
    return new BuildException(message, null, step, excerpt, lastOutput, exitCode);
  }

  /// The step that failed, when it was one.
  public Optional<BuildStep> step() {
    return Optional.ofNullable(step);
  }

  /// The lines of the Dockerfile concerned, marked; empty when no line is to blame.
  public String excerpt() {
    return excerpt;
  }

  /// The last lines that the failed command wrote.
  public List<String> lastOutput() {
    return lastOutput;
  }

  /// The exit code of the failed command.
  public OptionalInt exitCode() {
    return exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }
}
