package dev.jbuild.dockerfile.diagnostic;

/// The physical lines an instruction spans: from its first line to the last one consumed, heredoc
/// terminators included. Lines count from 1.
public record SourceRange(int startLine, int endLine) {

  public SourceRange {
    if (startLine < 1 || endLine < startLine) {
      throw new IllegalArgumentException(
          "source range " + startLine + " to " + endLine + " is not a range of lines from 1");
    }
  }

  /// The range of one line.
  public static SourceRange line(int line) {
    return new SourceRange(line, line);
  }

  @Override
  public String toString() {
    return startLine == endLine ? "line " + startLine : "lines " + startLine + "-" + endLine;
  }
}
