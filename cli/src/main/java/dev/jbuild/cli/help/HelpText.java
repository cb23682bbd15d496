package dev.jbuild.cli.help;

import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Example;
import dev.jbuild.cli.syntax.GlobalOptions;
import dev.jbuild.cli.syntax.Option;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// The texts of `--help`: for one command, and for `jbuild` itself.
public final class HelpText {
  private static final int MIN_WIDTH = 60;
  private static final int MAX_WIDTH = 110;

  private final int width;

  /// Texts for a screen of so many columns.
  public HelpText(int columns) {
    width = Math.clamp(columns, MIN_WIDTH, MAX_WIDTH);
  }

  /// The help of one command: synopsis, description, operands, options, examples.
  public String of(CommandSyntax syntax) {
    CommandLine command = sized(PicocliCommand.of(syntax));
    Help help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
    StringBuilder text = new StringBuilder();
    text.append("Usage:  jbuild ").append(syntax.name()).append(" [OPTIONS]");
    if (!syntax.positionals().isEmpty()) {
      text.append(' ').append(syntax.operands());
    }
    text.append("\n\n").append(syntax.summary()).append('\n');
    for (String paragraph : syntax.description().split("\n\n")) {
      if (!paragraph.isBlank()) {
        text.append('\n').append(wrapped(paragraph.replace('\n', ' ').strip()));
      }
    }
    section(text, "Arguments", help.parameterList());
    section(text, "Options", help.optionList());
    examples(text, syntax.examples());
    return text.toString();
  }

  /// The help of `jbuild`: what it is, and one line for each command.
  public String ofAll(List<CommandSyntax> commands) {
    StringBuilder text = new StringBuilder();
    text.append("Usage:  jbuild [OPTIONS] COMMAND\n");
    text.append("        jbuild [build] -t NAME[:TAG] PATH\n\n");
    text.append("Builds, stores, shares and runs OCI container images\n\nCommands:\n");
    int longest = 0;
    for (CommandSyntax command : commands) {
      longest = Math.max(longest, command.name().length());
    }
    for (CommandSyntax command : commands) {
      text.append("  ").append(command.name());
      text.repeat(' ', longest + 3 - command.name().length());
      text.append(command.summary()).append('\n');
    }
    text.append("\nGroups, as in docker:\n");
    text.append(
        "  image, container, manifest, builder, system, registry: see 'jbuild GROUP --help'\n");
    List<Option<?>> options = new ArrayList<>(GlobalOptions.ALL);
    options.add(GlobalOptions.HELP);
    options.add(Option.flag("-v --version", "Show the version"));
    CommandLine all = sized(PicocliCommand.tree(List.of(), options));
    Help help = new Help(all.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
    section(text, "Options of every command", help.optionList());
    text.append("\nSee 'jbuild COMMAND --help' for a command's own options and examples.\n");
    return text.toString();
  }

  private CommandLine sized(CommandLine command) {
    command.setUsageHelpWidth(width);
    command.setUsageHelpLongOptionsMaxWidth(Math.min(32, width - 30));
    return command;
  }

  private static void section(StringBuilder text, String title, String body) {
    if (!body.isBlank()) {
      text.append('\n').append(title).append(":\n").append(body.replace("\r", ""));
    }
  }

  private static void examples(StringBuilder text, List<Example> examples) {
    if (examples.isEmpty()) {
      return;
    }
    text.append("\nExamples:\n");
    for (Example example : examples) {
      text.append("  ").append(example.commandLine()).append('\n');
      text.append("      ").append(example.effect()).append('\n');
    }
  }

  private String wrapped(String paragraph) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : paragraph.split(" +")) {
      if (column > 0 && column + 1 + word.length() > width) {
        text.append('\n');
        column = 0;
      }
      if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.append('\n').toString();
  }
}
