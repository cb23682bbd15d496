package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules about what single RUN instructions call.
final class RunChecks {

  private static final Set<String> FETCHERS = Set.of("curl", "wget");
  private static final Set<String> INTERPRETERS =
      Set.of("node", "perl", "php", "python", "python2", "python3", "ruby");

  /// What changes nothing but the shell that runs it.
  private static final Set<String> FLEETING =
      Set.of("alias", "cd", "export", "popd", "pushd", "set", "ulimit", "umask", "unset");

  private RunChecks() {}

  /// @param user that the RUN has, as far as the file says
  static void check(ShellRun run, String user, WarningLog log) {
    checkDownloads(run, log);
    checkEffect(run, log);
    boolean root = user.isEmpty() || user.equals("root") || user.equals("0");
    Optional<ShellCommand> sudo = run.commands().stream().filter(ShellCommand::isSudo).findFirst();
    if (root && sudo.isPresent()) {
      log.add(
          Rule.SUDO_IN_RUN,
          run.instruction().range(),
          String.join(" ", sudo.get().words().stream().limit(2).toList()),
          "sudo is not needed by root and not made for scripts; leave it out, and use USER to"
              + " change the user");
    }
  }

  private static void checkDownloads(ShellRun run, WarningLog log) {
    boolean fetched = false;
    for (ShellCommand command : run.commands()) {
      String program = command.program();
      fetched = FETCHERS.contains(program) || (command.piped() && fetched);
      boolean runs = command.piped() && fetched && runsInput(program, command.call());
      if (runs || runsSubstitution(program, command.call())) {
        log.add(
            Rule.DOWNLOAD_RUN_UNSEEN,
            run.instruction().range(),
            runs ? "| " + program : program,
            "What is downloaded here is run by "
                + program
                + " whatever it is; store it, compare its checksum, then run it");
        return;
      }
    }
  }

  private static boolean runsInput(String program, List<String> call) {
    List<String> words = call.subList(1, call.size());
    if (ShellRun.SHELLS.contains(program)) {
      return words.stream().noneMatch(w -> w.startsWith("-") && w.endsWith("c"));
    }
    return INTERPRETERS.contains(program) && (words.isEmpty() || words.getFirst().equals("-"));
  }

  private static boolean runsSubstitution(String program, List<String> call) {
    boolean runs =
        ShellRun.SHELLS.contains(program)
            || program.equals("eval")
            || program.equals("source")
            || program.equals(".");
    return runs
        && call.stream()
            .skip(1)
            .anyMatch(w ->
                w.startsWith("$(curl ")
                    || w.startsWith("$(wget ")
                    || w.startsWith("<(curl ")
                    || w.startsWith("<(wget "));
  }

  private static void checkEffect(ShellRun run, WarningLog log) {
    if (run.commands().isEmpty() || !run.commands().stream().allMatch(RunChecks::isFleeting)) {
      return;
    }
    ShellCommand last = run.commands().getLast();
    String program = last.program();
    String instead =
        switch (program) {
          case "cd", "pushd" -> "use WORKDIR";
          case "export" -> "use ENV";
          case "service", "systemctl" -> "start it in CMD or ENTRYPOINT";
          default -> "put it in the RUN that needs it";
        };
    if (!program.equals("set")) {
      log.add(
          Rule.RUN_WITHOUT_EFFECT,
          run.instruction().range(),
          program,
          "What '" + program + "' does is gone when this RUN ends; " + instead);
    }
  }

  private static boolean isFleeting(ShellCommand command) {
    if (command.piped() || command.redirected()) {
      return false;
    }
    List<String> call = command.call();
    return switch (command.program()) {
      case "service" -> call.size() == 3 && isStart(call.get(2));
      case "systemctl" -> call.size() == 3 && isStart(call.get(1));
      default ->
          FLEETING.contains(command.program()) && call.stream().noneMatch(w -> w.contains("$("));
    };
  }

  private static boolean isStart(String action) {
    return action.equals("start") || action.equals("restart");
  }
}
