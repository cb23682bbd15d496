package dev.jbuild.dockerfile.ast;

import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.diagnostic.SourceRange;

/// Walks the physical lines of a file once. A byte-order mark at the start is skipped.
final class PhysicalLines {

  private final SourceFile source;
  private int lineStart;
  private int next;
  private int number;

  PhysicalLines(SourceFile source) {
    this.source = source;
    this.next = source.startsWithMark() ? 3 : 0;
  }

  /// Goes to the next line; false at the end of the file.
  boolean advance() throws DockerfileException {
    if (next >= source.length()) {
      return false;
    }
    lineStart = next;
    int end = lineStart;
    while (end < source.length() && source.at(end) != '\n') {
      end++;
    }
    number++;
    if (end - lineStart > Limits.LINE) {
      throw new DockerfileException(
          source.error(
              SourceRange.line(number),
              "",
              "the line has %d bytes, more than the limit of %d"
                  .formatted(end - lineStart, Limits.LINE),
              "break it with line continuations"));
    }
    next = end < source.length() ? end + 1 : end;
    return true;
  }

  /// Number of the current line from 1; of the last line once the end is reached.
  int number() {
    return number;
  }

  /// The current line without line feed and carriage returns at its end.
  String text() {
    int end = next;
    while (end > lineStart && (source.at(end - 1) == '\n' || source.at(end - 1) == '\r')) {
      end--;
    }
    return source.text(lineStart, end);
  }

  /// Offset of the current line's first byte.
  int start() {
    return lineStart;
  }

  /// Offset of the first byte after the current line.
  int end() {
    return next;
  }
}
