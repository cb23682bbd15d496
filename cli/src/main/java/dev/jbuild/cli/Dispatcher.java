package dev.jbuild.cli;

import dev.jbuild.cli.command.Command;
import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.help.HelpText;
import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.cli.syntax.ArgumentParser;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the command that a command line names, parses the rest, and runs it.
///
/// Global options may stand before the command. A command line without a command is a `build` when
/// it begins with an option of its own or with a path. Everything that goes wrong ends here, as a
/// message and an exit code.
final class Dispatcher {
  private final Invocation invocation;
  private final List<String> words;

  /// The command found, for messages.
  private @Nullable Command command;

  Dispatcher(Invocation invocation) {
    this.invocation = invocation;
    this.words = invocation.arguments();
  }

  int run() {
    try {
      return dispatch();
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return new Failures(invocation, command == null ? null : command.syntax()).report(e);
    } finally {
      invocation.streams().out().flush();
      invocation.streams().err().flush();
    }
  }

  private int dispatch() throws Exception {
    int at = 0;
    boolean help = false;
    while (at < words.size() && isGlobal(words.get(at))) {
      String word = words.get(at);
      if (word.equals("-v") || word.equals("--version")) {
        return invoke("version", List.of());
      }
      help |= word.equals("-h") || word.equals("--help");
      at += takesNext(word) ? 2 : 1;
    }
    if (at >= words.size()) {
      return help || words.isEmpty() ? helpOfAll() : invoke(Commands.DEFAULT, words);
    }
    String word = words.get(at);
    List<String> rest = new ArrayList<>(words.subList(0, at));
    rest.addAll(words.subList(at + 1, words.size()));
    if (word.equals("help")) {
      return helpOf(words.subList(at + 1, words.size()));
    }
    if (Commands.isGroup(word)) {
      return group(word, rest, at);
    }
    if (word.startsWith("-") || looksLikePath(word)) {
      return invoke(Commands.DEFAULT, words);
    }
    if (Commands.find(word) != null) {
      return invoke(word, rest);
    }
    throw UsageException.unknownCommand(word);
  }

  private static boolean takesNext(String word) {
    return switch (word) {
      case "--root", "--storage-driver", "--log-level" -> true;
      default -> false;
    };
  }

  private static boolean isGlobal(String word) {
    return switch (word) {
      case "-h", "--help", "-v", "--version" -> true;
      default ->
          takesNext(word)
              || word.startsWith("--root=")
              || word.startsWith("--storage-driver=")
              || word.startsWith("--log-level=");
    };
  }

  private static boolean looksLikePath(String word) {
    return word.equals(".") || word.equals("..") || word.indexOf('/') >= 0;
  }

  private int group(String word, List<String> rest, int at) throws Exception {
    String second = at < rest.size() ? rest.get(at) : "";
    if (second.isEmpty() || second.equals("--help") || second.equals("-h")) {
      List<CommandSyntax> members = new ArrayList<>();
      for (CommandSyntax syntax : Commands.all()) {
        if (syntax.name().startsWith(word + " ")) {
          members.add(syntax);
        }
      }
      invocation.streams().out().print(helpText().ofAll(members));
      return ExitCode.OK.number();
    }
    String name = word + " " + second;
    if (Commands.find(name) == null) {
      throw UsageException.unknownCommand(name);
    }
    rest.remove(at);
    return invoke(name, rest);
  }

  private int invoke(String name, List<String> rest) throws Exception {
    Command found = Commands.find(name);
    if (found == null) {
      throw UsageException.unknownCommand(name);
    }
    command = found;
    Arguments arguments = ArgumentParser.parse(found.syntax(), rest);
    if (arguments.wantsHelp()) {
      invocation.streams().out().print(helpText().of(found.syntax()));
      return ExitCode.OK.number();
    }
    return found.run(invocation, arguments);
  }

  private int helpOfAll() {
    invocation.streams().out().print(helpText().ofAll(Commands.listed()));
    return ExitCode.OK.number();
  }

  private int helpOf(List<String> name) throws Exception {
    return name.isEmpty() ? helpOfAll() : invoke(String.join(" ", name), List.of("--help"));
  }

  private HelpText helpText() {
    boolean terminal = invocation.terminal().isTerminal(Terminal.Stream.OUT);
    Terminal.Size size = terminal ? invocation.terminal().size() : Terminal.Size.DEFAULT;
    return new HelpText(size.columns());
  }
}
