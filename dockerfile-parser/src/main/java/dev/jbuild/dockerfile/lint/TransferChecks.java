package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import java.util.List;
import java.util.Set;

/// The rules about what COPY and ADD name.
final class TransferChecks {

  private static final Set<String> KEY_FILES =
      Set.of(
          ".aws",
          ".git-credentials",
          ".netrc",
          ".pgpass",
          ".pypirc",
          ".ssh",
          "id_dsa",
          "id_ecdsa",
          "id_ed25519",
          "id_rsa");

  private TransferChecks() {}

  static void check(CopyInstruction copy, StageChain chain, WarningLog log) {
    String from = copy.from();
    if (from.isEmpty()) {
      checkFiles(copy, copy.transfer().sources(), log);
      return;
    }
    String name = from.substring(from.lastIndexOf('/') + 1);
    boolean pinned = name.contains("@") || (name.contains(":") && !name.endsWith(":latest"));
    // without a slash it may be a context that the command line names
    if (!pinned && !chain.isStage(from) && (name.contains(":") || from.contains("/"))) {
      log.add(
          Rule.UNPINNED_BASE,
          copy.range(),
          from,
          "The image " + from + " is whatever was pushed last; name a version or a digest");
    }
  }

  static void check(AddInstruction add, WarningLog log) {
    checkFiles(add, add.transfer().sources(), log);
    for (String source : add.transfer().sources()) {
      boolean web = source.startsWith("http://") || source.startsWith("https://");
      int end = source.indexOf('#');
      boolean git = source.substring(0, end < 0 ? source.length() : end).endsWith(".git");
      if (web && !git && !source.contains(".git?") && add.checksum().isEmpty()) {
        log.add(
            Rule.ADD_WITHOUT_CHECKSUM,
            add.range(),
            source,
            "What this URL gives may change; add --checksum=sha256:DIGEST");
      }
    }
  }

  private static void checkFiles(Instruction instruction, List<String> sources, WarningLog log) {
    for (String source : sources) {
      String clean = source.endsWith("/") ? source.substring(0, source.length() - 1) : source;
      String name = clean.substring(clean.lastIndexOf('/') + 1);
      boolean remote = source.contains("://");
      if (!remote && KEY_FILES.contains(name)) {
        log.add(
            Rule.SECRET_FILE_COPIED,
            instruction.range(),
            source,
            "'"
                + source
                + "' holds keys, and the image keeps them even when a later step removes it; use"
                + " RUN --mount=type=secret or type=ssh");
      }
    }
  }
}
