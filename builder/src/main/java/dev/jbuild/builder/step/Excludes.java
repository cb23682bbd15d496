package dev.jbuild.builder.step;

import dev.jbuild.builder.context.IgnoreFile;
import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The patterns of `--exclude`, which are those of ignore files.
final class Excludes {
  private Excludes() {}

  static PathFilter of(List<String> patterns) throws StepException {
    if (patterns.isEmpty()) {
      return PathFilter.NONE;
    }
    byte[] text = String.join("\n", patterns).getBytes(StandardCharsets.UTF_8);
    try {
      return IgnoreFile.filter("--exclude", text);
    } catch (DockerfileException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    }
  }
}
