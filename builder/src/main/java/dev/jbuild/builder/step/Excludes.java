package dev.jbuild.builder.step;

import dev.jbuild.builder.context.IgnoreFile;
import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.ignore.InvalidPatternException;
import java.util.List;

/// The patterns of `--exclude`, which are those of ignore files.
final class Excludes {
  private Excludes() {}

  static PathFilter of(List<String> patterns) throws StepException {
    if (patterns.isEmpty()) {
      return PathFilter.NONE;
    }
    try {
      return IgnoreFile.filter(IgnorePatterns.of(patterns));
    } catch (InvalidPatternException e) {
      throw new StepException("--exclude: " + e.getMessage());
    }
  }
}
