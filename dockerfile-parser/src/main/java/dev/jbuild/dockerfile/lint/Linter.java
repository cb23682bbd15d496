package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.plan.BaseResolver;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs all build checks over a file, over every stage unless a target is given.
public final class Linter {

  private Linter() {}

  /// Runs the checks of single instructions up to the first that is wrong.
  private static Dockerfile readChecked(SyntaxTree tree, WarningLog log)
      throws DockerfileException {
    try {
      Dockerfile file = Dockerfile.from(tree);
      TreeChecks.run(tree, Integer.MAX_VALUE, log);
      return file;
    } catch (DockerfileException e) {
      TreeChecks.run(tree, e.diagnostics().getFirst().range().startLine(), log);
      throw e;
    }
  }

  /// Checks a file. Errors end the checks but are part of the report.
  ///
  /// @throws IOException when the resolver does
  public static LintReport check(SyntaxTree tree, PlanOptions options, BaseResolver resolver)
      throws IOException {
    List<Diagnostic> warnings = new ArrayList<>();
    List<Diagnostic> errors = new ArrayList<>();
    try {
      WarningLog log = Planner.newLog(tree);
      try {
        Dockerfile file = readChecked(tree, log);
        StageChecks.run(file, log);
        Planner.plan(file, options, resolver, options.target() == null, log);
        log.failWhenAsked();
      } finally {
        warnings.addAll(log.warnings());
      }
    } catch (DockerfileException e) {
      errors.addAll(e.diagnostics());
    }
    return new LintReport(warnings, errors);
  }
}
