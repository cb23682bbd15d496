package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The flags an instruction was written with, checked against those it knows.
///
/// Switches take nothing, `true` or `false`; the others need `=value`; only lists may be repeated.
final class FlagSet {

  /// What a flag takes.
  enum Kind {
    SWITCH,
    TEXT,
    LIST
  }

  /// The flags an instruction knows; none until some are added.
  static final class Known {
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    Known with(Kind kind, String... names) {
      for (String name : names) {
        kinds.put(name, kind);
      }
      return this;
    }
  }

  private final Map<String, List<String>> values = new TreeMap<>();

  private FlagSet() {}

  static FlagSet parse(List<String> flags, Known known) throws InvalidInstructionException {
    FlagSet set = new FlagSet();
    for (String flag : flags) {
      set.add(flag, known);
    }
    return set;
  }

  private void add(String flag, Known known) throws InvalidInstructionException {
    int equals = flag.indexOf('=');
    String name = flag.substring(2, equals < 0 ? flag.length() : equals);
    String value = equals < 0 ? "" : flag.substring(equals + 1);
    Kind kind = known.kinds.get(name);
    if (kind == null) {
      throw new InvalidInstructionException(
          "unknown flag --" + name,
          "--" + name,
          Suggestion.advice(name, known.kinds.keySet(), true)
              .replace("'", "--")
              .replace("--?", "?"));
    }
    if (values.containsKey(name) && kind != Kind.LIST) {
      throw new InvalidInstructionException(
          "the flag --" + name + " is given twice", "--" + name, "remove one of them");
    }
    if (equals < 0 && kind != Kind.SWITCH) {
      throw new InvalidInstructionException(
          "the flag --" + name + " has no value", "--" + name, "write --" + name + "=VALUE");
    }
    if (kind == Kind.SWITCH) {
      value = equals < 0 ? "true" : switchValue(name, value);
    }
    values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
  }

  private static String switchValue(String name, String value) throws InvalidInstructionException {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      throw new InvalidInstructionException(
          "the flag --" + name + " is '" + value + "', neither true nor false", "--" + name, "");
    }
    return lower;
  }

  /// Value of a text flag, empty when it was not given.
  String text(String name) {
    List<String> given = values.get(name);
    return given == null ? "" : given.getFirst();
  }

  /// Values of a list flag.
  List<String> list(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// Whether a switch is on.
  boolean isOn(String name) {
    return text(name).equals("true");
  }

  /// State of a switch, or null when it was not given.
  @Nullable Boolean state(String name) {
    return values.containsKey(name) ? isOn(name) : null;
  }

  /// Names of the flags given, sorted.
  List<String> names() {
    return List.copyOf(values.keySet());
  }
}
