package dev.jbuild.cli.help;

import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the user may have meant by a command or an option that does not exist.
public final class Suggestions {
  private static final int MOST = 3;

  private Suggestions() {}

  /// Options or commands that resemble the unknown word, best first.
  ///
  /// @param syntax the command that was to run, null when its name is what is unknown
  public static List<String> of(
      UsageException mistake, @Nullable CommandSyntax syntax, List<CommandSyntax> commands) {
    String unknown = mistake.unknown();
    if (unknown.isEmpty()) {
      return List.of();
    }
    CommandLine parser =
        syntax == null ? PicocliCommand.tree(commands, List.of()) : PicocliCommand.of(syntax);
    try {
      parser.parseArgs(unknown);
      return List.of();
    } catch (UnmatchedArgumentException e) {
      return likely(unknown, e.getSuggestions());
    } catch (ParameterException e) {
      return syntax == null ? List.of() : likely(unknown, optionNames(syntax));
    }
  }

  private static List<String> optionNames(CommandSyntax syntax) {
    List<String> names = new ArrayList<>();
    for (Option<?> option : syntax.allOptions()) {
      names.addAll(option.names());
    }
    return names;
  }

  /// Picocli is generous with suggestions; only those are kept that share the first letter or
  /// differ in few letters.
  private static List<String> likely(String unknown, List<String> candidates) {
    List<String> likely = new ArrayList<>();
    for (int allowed = 1; allowed <= 3; allowed++) {
      for (String candidate : candidates) {
        String name = candidate.split("[ =]")[0];
        if (!likely.contains(name)
            && likely.size() < MOST
            && distance(unknown, name) <= Math.min(allowed, unknown.length() / 2)) {
          likely.add(name);
        }
      }
    }
    return likely;
  }

  /// Number of letters to insert, delete or replace to turn one word into the other.
  static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
