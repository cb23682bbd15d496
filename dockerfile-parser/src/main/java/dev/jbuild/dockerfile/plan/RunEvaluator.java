package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.HeredocWord;
import dev.jbuild.dockerfile.instruction.CommandLine;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.ShellFile;
import dev.jbuild.dockerfile.plan.Operation.Device;
import dev.jbuild.dockerfile.plan.Operation.Network;
import dev.jbuild.dockerfile.plan.Operation.Script;
import dev.jbuild.dockerfile.shell.Blanks;
import dev.jbuild.dockerfile.shell.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Evaluates RUN. Its text is not expanded, the shell does that; mounts are.
final class RunEvaluator {

  /// Directory in which scripts are shown.
  static final String SCRIPTS = "/dev/pipes/";

  private static final Set<String> PROXIES =
      Set.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy");

  private final StepContext step;
  private final StageState state;

  RunEvaluator(StepContext step) {
    this.step = step;
    this.state = step.state();
  }

  void evaluate(RunInstruction run, List<StageState> sources) throws PlanException {
    CommandLine command = run.command();
    List<Script> scripts = new ArrayList<>(1);
    String suffix = "";
    List<String> arguments = command.words();
    if (!command.files().isEmpty()) {
      String text = command.words().getFirst();
      boolean whole = HeredocWord.find(text).isPresent();
      arguments =
          List.of(whole ? script(command.files().getFirst(), scripts) : inlined(text, command));
      suffix = whole ? " (" + summary(command.files().getFirst().content()) + ")" : "";
    }
    if (command.shell()) {
      arguments = step.withShell(String.join(" ", arguments));
    }
    MountEvaluator evaluator = new MountEvaluator(step, run);
    List<Mount> mounts = evaluator.evaluate(sources);
    Set<String> secretVariables = evaluator.secretVariables();
    Variables shown = name -> secretVariables.contains(name) ? "****" : state.environment.get(name);
    Step label = step.step(run, step.plan().expansions().display(), shown, suffix);
    state.operations.add(
        new Operation.Run(
            label,
            arguments,
            state.environment.toList(),
            proxyEnvironment(),
            state.directory,
            state.user,
            network(run.network()),
            run.security().equals("insecure"),
            mounts,
            run.devices().stream().map(d -> new Device(d.name(), d.required())).toList(),
            scripts));
    String shownArguments = state.shownArguments.text(state.environment, step.plan().budget());
    state.addHistory("RUN " + shownArguments + String.join(" ", arguments) + " # buildkit", true);
  }

  private Network network(String name) {
    return switch (name) {
      case "none" -> Network.NONE;
      case "host" -> Network.HOST;
      default -> step.plan().options().network();
    };
  }

  /// The body as text for the shell, or, when it says what runs it, the path of a file that holds
  /// it.
  private String script(ShellFile file, List<Script> scripts) {
    String body = new Heredoc(file.name(), 0, true, file.chomp(), file.content()).text();
    if (!body.startsWith("#!") || state.isWindows()) {
      return body;
    }
    scripts.add(new Script(file.name(), body));
    return UnixPath.join(SCRIPTS, file.name());
  }

  /// The text with its heredocs after it again, for the shell to interpret.
  private static String inlined(String text, CommandLine command) {
    StringBuilder out = new StringBuilder(text);
    for (ShellFile file : command.files()) {
      out.append('\n').append(file.content()).append(file.name());
    }
    return out.toString();
  }

  private static String summary(String body) {
    String text = Blanks.trim(body).replace("\r\n", "\n");
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end) + "...";
  }

  private List<String> proxyEnvironment() {
    List<String> out = new ArrayList<>();
    step.plan()
        .options()
        .buildArgs()
        .forEach((name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (PROXIES.contains(lower)) {
            out.add(lower.toUpperCase(Locale.ROOT) + "=" + value);
            out.add(lower + "=" + value);
          }
        });
    return out.stream().distinct().sorted().toList();
  }
}
