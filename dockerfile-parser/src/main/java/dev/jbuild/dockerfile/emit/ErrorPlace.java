package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lines of an error as the schema has them. The reference implementation counts the line of a
/// wrong directive from 0, says 0 for an empty file, and names the first line of an instruction
/// alone.
final class ErrorPlace {

  private ErrorPlace() {}

  static @Nullable List<Integer> lines(Diagnostic error, SourceFile source) {
    if (error.rule().equals("Directive")) {
      int line = error.range().startLine() - 1;
      return List.of(line, line);
    }
    if (error.rule().equals("Stages")) {
      return null;
    }
    if (source.length() == 0) {
      return List.of(0, 0);
    }
    int line = error.range().startLine();
    return List.of(line, line);
  }
}
