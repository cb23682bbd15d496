package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import java.util.List;

/// What the build checks found.
///
/// @param raised the warnings in the order in which the reference implementation raises them: those
///   of the text, of the instructions, of the stages, and of each stage as it is evaluated
/// @param errors what stopped the checks, or empty
public record LintReport(List<Diagnostic> raised, List<Diagnostic> errors) {

  public LintReport {
    raised = List.copyOf(raised);
    errors = List.copyOf(errors);
  }

  /// The warnings in the order of the source.
  public List<Diagnostic> warnings() {
    return raised.stream().sorted(LintReport::compare).toList();
  }

  private static int compare(Diagnostic a, Diagnostic b) {
    int order = Integer.compare(a.range().startLine(), b.range().startLine());
    order = order != 0 ? order : a.rule().compareTo(b.rule());
    return order != 0 ? order : a.message().compareTo(b.message());
  }
}
