package dev.jbuild.cli.syntax;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One option of a command, such as `-t, --tag NAME`.
///
/// `T` is what a command gets from [Arguments#get]: `Boolean` for a flag, `Optional` for an option
/// that may be left out, the value itself where there is a default, a list where it may be
/// repeated. Given twice, a single option keeps its last value, as docker does. Options are
/// compared by identity; each is a constant of its command.
public final class Option<T> {
  private final List<String> names;
  private final String label;
  private final String description;
  private final String defaultText;
  private final boolean repeatable;
  private final List<String> choices;
  private final Function<List<String>, T> reader;

  private Option(
      String names,
      String label,
      String description,
      String defaultText,
      boolean repeatable,
      List<String> choices,
      Function<List<String>, T> reader) {
    this.names = List.of(names.split(" "));
    this.label = label;
    this.description = description;
    this.defaultText = defaultText;
    this.repeatable = repeatable;
    this.choices = choices;
    this.reader = reader;
  }

  /// A switch without value; `--name=false` turns it off again.
  ///
  /// @param names all names, separated by one blank, short one first
  public static Option<Boolean> flag(String names, String description) {
    return new Option<>(
        names,
        "",
        description,
        "",
        false,
        List.of(),
        values -> !values.isEmpty() && truth(values.getLast()));
  }

  /// A switch that also takes one of a few words after `=`. Its value is `true` when it was given
  /// alone, a word when it was given one, and nothing when it was not given or is `false`.
  public static Option<Optional<String>> flagOr(String names, String description, String... words) {
    List<String> all = List.of(words);
    return new Option<>(
        names,
        "",
        description,
        "",
        false,
        List.of(),
        values -> {
          String value = values.isEmpty() ? "false" : values.getLast();
          if (all.contains(value)) {
            return Optional.of(value);
          }
          return truth(value) ? Optional.of("true") : Optional.empty();
        });
  }

  /// An option with a value that may be left out.
  public static Option<Optional<String>> text(String names, String label, String description) {
    return value(names, label, description, Function.identity());
  }

  /// An option with a converted value that may be left out.
  ///
  /// @param converter throws [IllegalArgumentException] with what was expected instead
  public static <V> Option<Optional<V>> value(
      String names, String label, String description, Function<String, V> converter) {
    return new Option<>(
        names,
        label,
        description,
        "",
        false,
        List.of(),
        values ->
            values.isEmpty() ? Optional.empty() : Optional.of(converter.apply(values.getLast())));
  }

  /// An option with a value that has a default.
  public static Option<String> textOr(
      String names, String label, String description, String defaultText) {
    return new Option<>(
        names,
        label,
        description,
        defaultText,
        false,
        List.of(),
        values -> values.isEmpty() ? defaultText : values.getLast());
  }

  /// An option with a converted value that has a default.
  ///
  /// @param converter throws [IllegalArgumentException] with what was expected instead
  public static <V> Option<V> valueOr(
      String names,
      String label,
      String description,
      String defaultText,
      Function<String, V> converter) {
    return new Option<>(
        names,
        label,
        description,
        defaultText,
        false,
        List.of(),
        values -> converter.apply(values.isEmpty() ? defaultText : values.getLast()));
  }

  /// An option whose value is one of a few words; the first is the default.
  public static Option<String> choice(
      String names, String label, String description, String... choices) {
    List<String> all = List.of(choices);
    return new Option<>(
        names,
        label,
        description,
        choices[0],
        false,
        all,
        values -> values.isEmpty() ? choices[0] : oneOf(all, values.getLast()));
  }

  /// An option that may be repeated; the values keep their order.
  public static Option<List<String>> repeated(String names, String label, String description) {
    return new Option<>(names, label, description, "", true, List.of(), List::copyOf);
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "true", "1", "t", "T", "TRUE", "True" -> true;
      case "false", "0", "f", "F", "FALSE", "False" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static String oneOf(List<String> choices, String value) {
    if (!choices.contains(value)) {
      throw new IllegalArgumentException("expected " + String.join(", ", choices));
    }
    return value;
  }

  /// All names with their dashes.
  public List<String> names() {
    return names;
  }

  /// The longest name, which messages use.
  public String name() {
    return names.getLast();
  }

  /// What stands for the value in help texts; empty for a flag.
  public String label() {
    return label;
  }

  /// Whether the option has no value.
  public boolean isFlag() {
    return label.isEmpty();
  }

  /// Whether the value is a file or directory of the host, which shells can complete.
  public boolean takesPath() {
    return switch (label) {
      case "FILE", "DIR", "PATH" -> true;
      default -> false;
    };
  }

  public String description() {
    return description;
  }

  /// The default as help texts show it; empty when there is none.
  public String defaultText() {
    return defaultText;
  }

  public boolean isRepeatable() {
    return repeatable;
  }

  /// The only values allowed; empty when any is.
  public List<String> choices() {
    return choices;
  }

  /// The value that a list of raw values in the order given stands for.
  ///
  /// @throws IllegalArgumentException saying what was expected
  T read(List<String> values) {
    return reader.apply(values);
  }

  @Override
  public String toString() {
    return name();
  }
}
