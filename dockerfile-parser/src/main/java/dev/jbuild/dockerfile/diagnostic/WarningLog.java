package dev.jbuild.dockerfile.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Collects the warnings of rules that are on, in the order they are raised. Not safe for use by
/// several threads.
public final class WarningLog {

  private static final int MAX = 10_000;

  private final SourceFile source;
  private final CheckOptions options;
  private final List<Diagnostic> warnings;

  /// A log without entries.
  public WarningLog(SourceFile source, CheckOptions options) {
    this(source, options, new ArrayList<>());
  }

  private WarningLog(SourceFile source, CheckOptions options, List<Diagnostic> warnings) {
    this.source = source;
    this.options = options;
    this.warnings = warnings;
  }

  /// A view of this log in which comments above an instruction switch rules off; both collect into
  /// the same list.
  public WarningLog with(List<String> comments) {
    CheckOptions merged = comments.isEmpty() ? options : options.with(comments);
    return merged.equals(options) ? this : new WarningLog(source, merged, warnings);
  }

  /// A log that takes nothing, for what follows an error.
  public WarningLog muted() {
    CheckOptions none = new CheckOptions(true, Set.of(), false, false, Set.of());
    return new WarningLog(source, none, new ArrayList<>());
  }

  /// Adds a warning when its rule is on.
  ///
  /// @param about the piece of the source it is about, or empty
  public void add(Rule rule, SourceRange range, String about, String message) {
    if (options.isOn(rule) && warnings.size() < MAX) {
      warnings.add(source.finding(rule, range, about, message));
    }
  }

  /// Adds a warning about a secret, which its excerpt does not show.
  public void addHidden(Rule rule, SourceRange range, String secret, String message) {
    if (options.isOn(rule) && warnings.size() < MAX) {
      warnings.add(source.hiddenFinding(rule, range, secret, message));
    }
  }

  /// Whether further warnings are dropped.
  public boolean isFull() {
    return warnings.size() >= MAX;
  }

  /// The options of the whole file.
  public CheckOptions options() {
    return options;
  }

  /// Fails when there are warnings in a file that asks for `check=error=true`.
  ///
  /// @throws DockerfileException with an error that names the rules, at the place of the first
  ///   warning, and after it the warnings
  public void failWhenAsked() throws DockerfileException {
    if (!options.failOnWarning() || warnings.isEmpty()) {
      return;
    }
    String rules =
        warnings.stream().map(Diagnostic::rule).distinct().collect(Collectors.joining(", "));
    SourceRange first = warnings.getFirst().range();
    List<Diagnostic> all = new ArrayList<>();
    all.add(
        source.error(
            first,
            "",
            "lint violation found for rules: " + rules,
            "mend what they warn of, or leave error=true out of the check directive"));
    all.addAll(warnings);
    throw new DockerfileException(all);
  }

  /// What was raised so far.
  public List<Diagnostic> warnings() {
    return List.copyOf(warnings);
  }
}
