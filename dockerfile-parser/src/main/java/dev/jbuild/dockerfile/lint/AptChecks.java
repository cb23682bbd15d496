package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import java.util.List;
import java.util.Set;

/// The rules about Debian's package manager; one of these goes through one stage.
final class AptChecks {

  private static final String LISTS = "/var/lib/apt";
  private static final Set<String> TOOLS = Set.of("apt-get", "apt", "aptitude");
  private static final Set<String> ASKING =
      Set.of("install", "upgrade", "dist-upgrade", "full-upgrade", "build-dep");
  private static final Set<String> WITH_VALUE =
      Set.of("-o", "--option", "-t", "--target-release", "--default-release", "-c", "-a");

  private final boolean ships;
  private final boolean assumesYes;
  private boolean updatedBefore;

  /// @param ships whether the image has what the stage writes
  /// @param assumesYes whether the file configures apt not to ask
  AptChecks(boolean ships, boolean assumesYes) {
    this.ships = ships;
    this.assumesYes = assumesYes;
  }

  void check(ShellRun run, WarningLog log) {
    boolean updates = false;
    String updating = "";
    boolean clears = run.text().contains(LISTS);
    for (ShellCommand command : run.commands()) {
      if (!TOOLS.contains(command.program())) {
        continue;
      }
      List<String> call = command.call();
      String action = action(call);
      if (action.equals("update") && !updates) {
        updates = true;
        updating = spot(call, action);
      }
      clears |= action.equals("distclean") || action.equals("dist-clean");
      if (ASKING.contains(action)) {
        checkYes(run, command, call, action, log);
      }
      if (action.equals("install") && !updates && updatedBefore) {
        checkLists(run, call, log);
      }
    }
    if (updates && ships && !clears && !run.keepsOut(LISTS)) {
      log.add(
          Rule.APT_LISTS_LEFT,
          run.instruction().range(),
          updating,
          "The package lists of apt-get update stay in the image; add"
              + " 'rm -rf /var/lib/apt/lists/*' to this RUN, or mount a cache on them");
    }
    updatedBefore |= updates;
  }

  /// The first word that is no option; empty when a variable may hide it.
  private static String action(List<String> call) {
    for (int i = 1; i < call.size(); i++) {
      String word = call.get(i);
      if (WITH_VALUE.contains(word)) {
        i++;
      } else if (!word.startsWith("-")) {
        return word.startsWith("$") ? "" : word;
      }
    }
    return "";
  }

  /// The words up to the action, as they probably stand in the file.
  private static String spot(List<String> call, String action) {
    return String.join(" ", call.subList(0, call.indexOf(action) + 1));
  }

  private void checkYes(
      ShellRun run, ShellCommand command, List<String> call, String action, WarningLog log) {
    boolean quiet = command.piped() || command.redirected() || assumesYes;
    boolean says = call.stream().skip(1).anyMatch(AptChecks::saysYes);
    if (!quiet && !says && !run.text().contains("yes |")) {
      log.add(
          Rule.APT_ASKS,
          run.instruction().range(),
          spot(call, action),
          call.getFirst() + " " + action + " asks before it goes on, which ends the build; add -y");
    }
  }

  private static boolean saysYes(String word) {
    return switch (word) {
      case "--yes",
          "--assume-yes",
          "--force-yes",
          "--simulate",
          "--dry-run",
          "--download-only",
          "--print-uris",
          "-q=2" ->
          true;
      default ->
          word.length() > 1
              && word.charAt(0) == '-'
              && word.charAt(1) != '-'
              && (word.contains("y") || word.contains("qq") || word.contains("s"));
    };
  }

  private static void checkLists(ShellRun run, List<String> call, WarningLog log) {
    boolean local =
        call.stream()
            .skip(1)
            .filter(w -> !w.startsWith("-") && !w.equals("install"))
            .allMatch(w -> w.endsWith(".deb") || w.startsWith("."));
    if (!local && !run.keepsOut(LISTS)) {
      log.add(
          Rule.APT_STALE_LISTS,
          run.instruction().range(),
          spot(call, "install"),
          call.getFirst()
              + " install uses the package lists of an earlier RUN, which the cache may have kept"
              + " for long; put '"
              + call.getFirst()
              + " update &&' before it");
    }
  }
}
