package dev.jbuild.runtime;

/// How standard input, output and error of a container are connected.
///
/// @param kind to what
/// @param stdin whether the container reads input; it finds the end of file at once otherwise
/// @param terminal whether the container gets a terminal of its own, joined to the caller's
public record Stdio(Kind kind, boolean stdin, boolean terminal) {

  /// To what the streams lead.
  public enum Kind {
    /// The streams of this process.
    INHERIT,
    /// The streams of [RunningContainer].
    PIPES,
    /// The streams of [RunningContainer], with standard error in the same stream as output.
    MERGED_PIPES
  }

  /// Output and error to this process's, no input.
  public static final Stdio INHERIT = new Stdio(Kind.INHERIT, false, false);

  /// Output and error as two streams, no input.
  public static final Stdio PIPES = new Stdio(Kind.PIPES, false, false);
}
