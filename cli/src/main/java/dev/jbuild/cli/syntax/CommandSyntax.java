package dev.jbuild.cli.syntax;

import java.util.ArrayList;
import java.util.List;

/// Everything there is to know of a command's command line, as data: what it parses, and what help
/// and completion say of it.
///
/// @param name the words after `jbuild`, such as `build` or `registry serve`
/// @param summary one line, without a full stop, for the list of commands
/// @param description paragraphs for the command's own help
/// @param optionsFirst whether everything after the first operand belongs to the operands, as the
///   command line of a container does
public record CommandSyntax(
    String name,
    String summary,
    String description,
    List<Option<?>> options,
    List<Positional> positionals,
    List<Example> examples,
    boolean optionsFirst) {

  public CommandSyntax {
    options = List.copyOf(options);
    positionals = List.copyOf(positionals);
    examples = List.copyOf(examples);
  }

  /// Starts the description of a command.
  public static Builder command(String name, String summary) {
    return new Builder(name, summary);
  }

  /// The command's own options and those that every command has.
  public List<Option<?>> allOptions() {
    List<Option<?>> all = new ArrayList<>(options);
    all.add(definesShortHelp() ? GlobalOptions.LONG_HELP : GlobalOptions.HELP);
    all.addAll(GlobalOptions.ALL);
    return all;
  }

  private boolean definesShortHelp() {
    for (Option<?> option : options) {
      if (option.names().contains("-h")) {
        return true;
      }
    }
    return false;
  }

  /// The operands as a synopsis shows them, such as `IMAGE [COMMAND] [ARG...]`.
  public String operands() {
    StringBuilder text = new StringBuilder();
    for (Positional positional : positionals) {
      text.append(text.isEmpty() ? "" : " ").append(positional.synopsis());
    }
    return text.toString();
  }

  /// Collects the parts of a command's description.
  public static final class Builder {
    private final String name;
    private final String summary;
    private String description = "";
    private final List<Option<?>> options = new ArrayList<>();
    private final List<Positional> positionals = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private boolean optionsFirst;

    private Builder(String name, String summary) {
      this.name = name;
      this.summary = summary;
    }

    public Builder description(String text) {
      description = text.strip();
      return this;
    }

    public Builder options(Option<?>... added) {
      options.addAll(List.of(added));
      return this;
    }

    public Builder positionals(Positional... added) {
      positionals.addAll(List.of(added));
      return this;
    }

    public Builder example(String commandLine, String effect) {
      examples.add(new Example(commandLine, effect));
      return this;
    }

    /// Ends the options at the first operand.
    public Builder optionsFirst() {
      optionsFirst = true;
      return this;
    }

    public CommandSyntax build() {
      return new CommandSyntax(
          name, summary, description, options, positionals, examples, optionsFirst);
    }
  }
}
