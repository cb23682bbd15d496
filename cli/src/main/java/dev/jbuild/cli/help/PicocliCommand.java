package dev.jbuild.cli.help;

import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.Positional;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Builds picocli's model of commands from ours.
final class PicocliCommand {
  private PicocliCommand() {}

  /// The model of one command, set to parse as [dev.jbuild.cli.syntax.ArgumentParser] does.
  static CommandLine of(CommandSyntax syntax) {
    CommandSpec spec = CommandSpec.create().name("jbuild " + syntax.name());
    spec.usageMessage().description(syntax.summary());
    addOptions(spec, syntax.allOptions());
    addPositionals(spec, syntax.positionals());
    return configured(new CommandLine(spec), syntax.optionsFirst());
  }

  /// The model of the whole tree of commands.
  static CommandLine tree(List<CommandSyntax> commands, List<Option<?>> globalOptions) {
    CommandSpec root = CommandSpec.create().name("jbuild");
    addOptions(root, globalOptions);
    for (CommandSyntax syntax : commands) {
      CommandSpec parent = root;
      String[] words = syntax.name().split(" ");
      for (int i = 0; i + 1 < words.length; i++) {
        parent = group(parent, words[i]);
      }
      CommandLine command = of(syntax);
      command.getCommandSpec().name(words[words.length - 1]);
      parent.addSubcommand(words[words.length - 1], command);
    }
    return new CommandLine(root);
  }

  private static CommandSpec group(CommandSpec parent, String name) {
    CommandLine existing = parent.subcommands().get(name);
    if (existing != null) {
      return existing.getCommandSpec();
    }
    CommandSpec group = CommandSpec.create().name(name);
    parent.addSubcommand(name, group);
    return group;
  }

  private static CommandLine configured(CommandLine command, boolean optionsFirst) {
    return command
        .setStopAtPositional(optionsFirst)
        .setOverwrittenOptionsAllowed(true)
        .setPosixClusteredShortOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setInterpolateVariables(false);
  }

  private static void addOptions(CommandSpec spec, List<Option<?>> options) {
    for (Option<?> option : options) {
      OptionSpec.Builder builder =
          OptionSpec.builder(option.names().toArray(String[]::new))
              .description(description(option))
              .order(spec.options().size());
      if (option.isFlag()) {
        builder.arity("0").type(boolean.class);
      } else if (option.isRepeatable()) {
        builder.arity("1").type(List.class).auxiliaryTypes(String.class);
      } else {
        // a file as type makes the completion script offer files
        builder.arity("1").type(option.takesPath() ? File.class : String.class);
      }
      if (!option.isFlag()) {
        builder.paramLabel(option.label());
      }
      if (!option.choices().isEmpty()) {
        builder.completionCandidates(option.choices());
      }
      if (option.name().equals("--help")) {
        builder.usageHelp(true);
      }
      spec.addOption(builder.build());
    }
  }

  private static String description(Option<?> option) {
    List<String> parts = new ArrayList<>(List.of(option.description()));
    if (!option.defaultText().isEmpty()) {
      parts.add("(default: " + option.defaultText() + ")");
    }
    // picocli formats descriptions; a percent sign must be doubled to stay one
    return String.join(" ", parts).replace("%", "%%");
  }

  private static void addPositionals(CommandSpec spec, List<Positional> positionals) {
    int index = 0;
    for (Positional positional : positionals) {
      boolean many = positional.max() > 1;
      PositionalParamSpec.Builder builder =
          PositionalParamSpec.builder()
              .required(positional.min() > 0)
              .index(many ? index + "..*" : Integer.toString(index))
              .paramLabel(positional.label())
              .description(positional.description().replace("%", "%%"))
              .arity(many ? positional.min() + "..*" : positional.min() == 0 ? "0..1" : "1");
      if (many) {
        builder.type(List.class).auxiliaryTypes(String.class);
      } else {
        builder.type(String.class);
      }
      ArgSpec built = builder.build();
      spec.add(built);
      index++;
    }
  }
}
