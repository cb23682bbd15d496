package dev.jbuild.cli.help;

import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.cli.syntax.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;

/// Shell scripts that complete jbuild's commands and options.
public final class CompletionScript {
  private CompletionScript() {}

  /// The script for bash; zsh runs it too, by its `bashcompinit`, which the script itself loads.
  public static String bash(List<CommandSyntax> commands) {
    List<Option<?>> options = new ArrayList<>(GlobalOptions.ALL);
    options.add(GlobalOptions.HELP);
    return AutoComplete.bash("jbuild", PicocliCommand.tree(commands, options));
  }

  /// The script for fish.
  public static String fish(List<CommandSyntax> commands) {
    StringBuilder script = new StringBuilder("complete -c jbuild -f\n");
    Map<String, String> firstWords = new LinkedHashMap<>();
    for (CommandSyntax command : commands) {
      String[] words = command.name().split(" ");
      String summary = words.length == 1 ? command.summary() : "Commands of " + words[0];
      firstWords.putIfAbsent(words[0], summary);
    }
    for (Map.Entry<String, String> word : firstWords.entrySet()) {
      completion(script, "__fish_use_subcommand", word.getKey(), word.getValue());
    }
    for (Option<?> option : GlobalOptions.ALL) {
      option(script, "", option);
    }
    for (CommandSyntax command : commands) {
      subcommand(script, command);
    }
    return script.toString();
  }

  private static void subcommand(StringBuilder script, CommandSyntax command) {
    String[] words = command.name().split(" ");
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (i > 0) {
        String here = seen + "; and not __fish_seen_subcommand_from " + words[i];
        completion(script, here, words[i], command.summary());
      }
      seen.append(seen.isEmpty() ? "" : "; and ");
      seen.append("__fish_seen_subcommand_from ").append(words[i]);
    }
    boolean takesFiles = false;
    for (Option<?> option : command.options()) {
      option(script, seen.toString(), option);
    }
    for (var positional : command.positionals()) {
      takesFiles |= positional.label().equals("PATH") || positional.label().equals("FILE");
    }
    if (takesFiles) {
      script.append("complete -c jbuild -n ").append(quoted(seen.toString())).append(" -F\n");
    }
  }

  private static void completion(
      StringBuilder script, String condition, String word, String description) {
    script.append("complete -c jbuild -n ").append(quoted(condition));
    script.append(" -a ").append(quoted(word));
    script.append(" -d ").append(quoted(description)).append('\n');
  }

  private static void option(StringBuilder script, String condition, Option<?> option) {
    script.append("complete -c jbuild");
    if (!condition.isEmpty()) {
      script.append(" -n ").append(quoted(condition));
    }
    for (String name : option.names()) {
      script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (!option.choices().isEmpty()) {
      script.append(" -x -a ").append(quoted(String.join(" ", option.choices())));
    } else if (!option.isFlag()) {
      script.append(option.takesPath() ? " -r -F" : " -x");
    }
    script.append(" -d ").append(quoted(option.description())).append('\n');
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
