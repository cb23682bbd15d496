package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import java.util.Comparator;
import java.util.List;

/// What the build checks found.
///
/// @param raised the warnings in the order in which the reference implementation raises them: those
///   of the text, of the instructions, of the stages, and of each stage as it is evaluated
/// @param errors what stopped the checks, or empty
public record LintReport(List<Diagnostic> raised, List<Diagnostic> errors) {

  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparingInt((Diagnostic d) -> d.range().startLine())
          .thenComparing(Diagnostic::rule)
          .thenComparing(Diagnostic::message);

  public LintReport {
    raised = List.copyOf(raised);
    errors = List.copyOf(errors);
  }

  /// The warnings in the order of the source.
  public List<Diagnostic> warnings() {
    return raised.stream().sorted(ORDER).toList();
  }
}
