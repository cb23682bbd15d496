package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import java.util.List;

/// What the build checks found.
///
/// @param warnings in the order of the source
/// @param errors what stopped the checks, or empty
public record LintReport(List<Diagnostic> warnings, List<Diagnostic> errors) {

  public LintReport {
    warnings = List.copyOf(warnings);
    errors = List.copyOf(errors);
  }
}
