package dev.jbuild.dockerfile.diagnostic;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which rules are on: the value of the `check` directive, or of a comment `check=...` above an
/// instruction.
///
/// @param skipAll whether no rule runs
/// @param skip names of rules that do not run
/// @param failOnWarning whether a warning fails the build
/// @param allExperimental whether every experimental rule runs
/// @param experimental names of experimental rules that run
public record CheckOptions(
    boolean skipAll,
    Set<String> skip,
    boolean failOnWarning,
    boolean allExperimental,
    Set<String> experimental) {

  /// Every rule that is not experimental.
  public static final CheckOptions DEFAULT =
      new CheckOptions(false, Set.of(), false, false, Set.of());

  public CheckOptions {
    skip = Set.copyOf(skip);
    experimental = Set.copyOf(experimental);
  }

  /// Reads `skip=A,B;error=true;experimental=C`; `all` stands for all names.
  ///
  /// @throws IllegalArgumentException when the text has an unknown option or a bad value
  public static CheckOptions parse(String text) {
    boolean skipAll = false;
    boolean allExperimental = false;
    boolean fail = false;
    Set<String> skip = new HashSet<>();
    Set<String> experimental = new HashSet<>();
    for (String part : text.isBlank() ? new String[0] : text.split(";", 3)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("the check option '" + part.strip() + "' has no value");
      }
      String value = part.substring(equals + 1).strip();
      switch (part.substring(0, equals).strip()) {
        case "skip" -> {
          skipAll = value.equals("all");
          addNames(skip, value);
        }
        case "experimental" -> {
          allExperimental = value.equals("all");
          addNames(experimental, value);
        }
        case "error" -> fail = isTrue(value);
        default ->
            throw new IllegalArgumentException(
                "the check option '"
                    + part.substring(0, equals).strip()
                    + "' is unknown, expected skip, error or experimental");
      }
    }
    return new CheckOptions(skipAll, skip, fail, allExperimental, experimental);
  }

  private static void addNames(Set<String> names, String value) {
    for (String name : value.split(",")) {
      names.add(name.strip());
    }
  }

  private static boolean isTrue(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "the check option error is '" + value + "', neither true nor false");
    };
  }

  /// Whether a rule runs.
  public boolean isOn(Rule rule) {
    if (rule.experimental()) {
      return allExperimental || experimental.contains(rule.id());
    }
    return !skipAll && !skip.contains(rule.id());
  }

  /// These options with what comments above an instruction add: the first one of the form
  /// `check=skip=A`, of which only the part before a blank counts.
  public CheckOptions with(List<String> comments) {
    for (String comment : comments) {
      int equals = comment.indexOf('=');
      if (equals > 0 && comment.substring(0, equals).strip().equalsIgnoreCase("check")) {
        String value = comment.substring(equals + 1).strip();
        int blank = value.indexOf(' ');
        return with(blank < 0 ? value : value.substring(0, blank));
      }
    }
    return this;
  }

  private CheckOptions with(String text) {
    CheckOptions added;
    try {
      added = parse(text);
    } catch (IllegalArgumentException e) {
      return this; // a comment may look like options by accident
    }
    Set<String> allSkip = new HashSet<>(skip);
    allSkip.addAll(added.skip);
    Set<String> allOn = new HashSet<>(experimental);
    allOn.addAll(added.experimental);
    return new CheckOptions(
        skipAll || added.skipAll,
        allSkip,
        failOnWarning || added.failOnWarning,
        allExperimental || added.allExperimental,
        allOn);
  }
}
