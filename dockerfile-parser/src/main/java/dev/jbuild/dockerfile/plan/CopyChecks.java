package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.Transfer;

/// Notices sources that the ignore file keeps out of the context. With re-inclusions that cannot be
/// told from the patterns alone, and nothing is said.
final class CopyChecks {

  private CopyChecks() {}

  static void reportIgnored(
      StepContext step, Transfer transfer, Instruction instruction, String verb) {
    IgnorePatterns ignored = step.plan().options().ignored();
    if (ignored == null || ignored.hasInclusions()) {
      return;
    }
    for (String source : transfer.sources()) {
      String path = UnixPath.clean(source);
      boolean root = path.equals(".") || path.equals("/");
      String relative = path.startsWith("/") ? path.substring(1) : path;
      if (root ? ignored.excludesEverything() : ignored.excludes(relative)) {
        step.log()
            .add(
                Rule.COPY_IGNORED_FILE,
                instruction.range(),
                source,
                "Attempting to "
                    + verb
                    + " file \""
                    + path
                    + "\" that is excluded by .dockerignore");
      }
    }
  }
}
