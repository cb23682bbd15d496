package dev.jbuild.cli.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parses command lines the way docker's users type them: `--name value`, `--name=value`, `-n
/// value`, `-nvalue`, `-n=value`, bundles such as `-it`, and `--` before operands that look like
/// options.
///
/// An option takes the next word whatever it is, except when that word is itself an option of the
/// command, which is far more likely a forgotten value.
public final class ArgumentParser {
  private final CommandSyntax syntax;
  private final Map<String, Option<?>> byName = new HashMap<>();
  private final Map<Option<?>, List<String>> raw = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private ArgumentParser(CommandSyntax syntax) {
    this.syntax = syntax;
    for (Option<?> option : syntax.allOptions()) {
      for (String name : option.names()) {
        byName.put(name, option);
      }
    }
  }

  /// Parses the words after the command's name.
  ///
  /// @throws UsageException for what the syntax does not allow; not when help was asked for
  public static Arguments parse(CommandSyntax syntax, List<String> words) throws UsageException {
    return new ArgumentParser(syntax).parse(words);
  }

  private Arguments parse(List<String> words) throws UsageException {
    boolean optionsEnded = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (optionsEnded || word.length() < 2 || word.charAt(0) != '-') {
        operands.add(word);
        optionsEnded |= syntax.optionsFirst();
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else if (word.startsWith("--")) {
        i = longOption(words, i);
      } else {
        i = shortOptions(words, i);
      }
    }
    Arguments arguments = new Arguments(values(), operands);
    if (!arguments.wantsHelp()) {
      checkOperands();
    }
    return arguments;
  }

  private int longOption(List<String> words, int index) throws UsageException {
    String word = words.get(index);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Option<?> option = find(name);
    if (equals >= 0) {
      add(option, word.substring(equals + 1));
      return index;
    }
    if (option.isFlag()) {
      add(option, "true");
      return index;
    }
    add(option, following(option, words, index));
    return index + 1;
  }

  private int shortOptions(List<String> words, int index) throws UsageException {
    String word = words.get(index);
    for (int at = 1; at < word.length(); at++) {
      Option<?> option = find("-" + word.charAt(at));
      boolean last = at + 1 == word.length();
      boolean assigned = !last && word.charAt(at + 1) == '=';
      if (assigned) {
        add(option, word.substring(at + 2));
        return index;
      }
      if (!option.isFlag()) {
        if (!last) {
          add(option, word.substring(at + 1));
          return index;
        }
        add(option, following(option, words, index));
        return index + 1;
      }
      add(option, "true");
    }
    return index;
  }

  private String following(Option<?> option, List<String> words, int index) throws UsageException {
    String next = index + 1 < words.size() ? words.get(index + 1) : null;
    if (next == null || next.equals("--") || isOption(next)) {
      throw wrong(
          "option '"
              + option
              + "' needs a value, "
              + option.label()
              + (next == null ? "" : ", but is followed by '" + next + "'"));
    }
    return next;
  }

  private boolean isOption(String word) {
    if (word.length() < 2 || word.charAt(0) != '-') {
      return false;
    }
    int equals = word.indexOf('=');
    return byName.containsKey(equals < 0 ? word : word.substring(0, equals))
        || (word.charAt(1) != '-' && byName.containsKey(word.substring(0, 2)));
  }

  private Option<?> find(String name) throws UsageException {
    Option<?> option = byName.get(name);
    if (option == null) {
      throw new UsageException(syntax.name(), "unknown option '" + name + "'", name);
    }
    return option;
  }

  private void add(Option<?> option, String value) {
    raw.computeIfAbsent(option, o -> new ArrayList<>()).add(value);
  }

  private Map<Option<?>, Object> values() throws UsageException {
    Map<Option<?>, Object> values = new HashMap<>();
    for (Map.Entry<Option<?>, List<String>> entry : raw.entrySet()) {
      try {
        values.put(entry.getKey(), entry.getValue().isEmpty() ? "" : read(entry));
      } catch (IllegalArgumentException e) {
        throw wrong(
            "invalid value '"
                + entry.getValue().getLast()
                + "' for option '"
                + entry.getKey()
                + "': "
                + e.getMessage());
      }
    }
    return values;
  }

  private static Object read(Map.Entry<Option<?>, List<String>> entry) {
    @Nullable Object value = entry.getKey().read(entry.getValue());
    if (value == null) {
      throw new IllegalStateException("option " + entry.getKey() + " was read as null");
    }
    return value;
  }

  private void checkOperands() throws UsageException {
    int min = 0;
    long max = 0;
    for (Positional positional : syntax.positionals()) {
      if (operands.size() < min + positional.min()) {
        throw wrong("missing operand " + positional.label() + ": " + positional.description());
      }
      min += positional.min();
      max += positional.max();
    }
    if (operands.size() > max) {
      throw wrong(
          "unexpected operand '"
              + operands.get((int) max)
              + "'"
              + (max == 0 ? "" : " after " + syntax.operands()));
    }
  }

  private UsageException wrong(String message) {
    return new UsageException(syntax, message);
  }
}
