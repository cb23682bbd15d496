package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.plan.BaseResolver;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs the build checks over a file: BuildKit's, and our own where they are asked for.
public final class Linter {

  private Linter() {}

  /// Runs BuildKit's checks over every stage, or those of the target when one is given. Errors end
  /// the checks but are part of the report.
  ///
  /// @throws IOException when the resolver does
  public static LintReport check(SyntaxTree tree, PlanOptions options, BaseResolver resolver)
      throws IOException {
    return run(tree, options, resolver, null);
  }

  /// Runs BuildKit's checks and our own, and reports what is at least as grave as a level.
  ///
  /// @throws IOException when the resolver does
  public static LintReport checkAll(
      SyntaxTree tree, PlanOptions options, BaseResolver resolver, Severity level)
      throws IOException {
    return run(tree, options, resolver, level);
  }

  /// Plans a target with all the warnings that BuildKit has in a build: the instructions and names
  /// of the whole file are checked, and whatever only shows when variables are expanded, in the
  /// stages that the target needs.
  ///
  /// @throws DockerfileException as [Planner#plan] does
  /// @throws IOException when the resolver does
  public static BuildPlan plan(Dockerfile file, PlanOptions options, BaseResolver resolver)
      throws DockerfileException, IOException {
    WarningLog log = Planner.newLog(file.tree());
    TreeChecks.run(file.tree(), Integer.MAX_VALUE, log);
    StageChecks.run(file, log);
    BuildPlan plan = Planner.plan(file, options, resolver, false, log);
    log.failWhenAsked();
    List<Diagnostic> warnings = new LintReport(plan.warnings(), List.of()).warnings();
    return new BuildPlan(plan.stages(), plan.target(), warnings, plan.sourceDateEpoch());
  }

  private static LintReport run(
      SyntaxTree tree, PlanOptions options, BaseResolver resolver, @Nullable Severity own)
      throws IOException {
    List<Diagnostic> warnings = new ArrayList<>();
    List<Diagnostic> errors = new ArrayList<>();
    try {
      WarningLog log = Planner.newLog(tree);
      try {
        check(tree, options, resolver, own != null, log);
      } finally {
        warnings.addAll(log.warnings());
      }
    } catch (DockerfileException e) {
      e.diagnostics().stream().filter(d -> Rule.byId(d.rule()).isEmpty()).forEach(errors::add);
    }
    warnings.removeIf(w -> own != null && !w.severity().reaches(own));
    return new LintReport(warnings, errors);
  }

  private static void check(
      SyntaxTree tree, PlanOptions options, BaseResolver resolver, boolean own, WarningLog log)
      throws DockerfileException, IOException {
    Dockerfile file = readChecked(tree, log);
    StageChecks.run(file, log);
    BuildPlan plan = null;
    try {
      plan = Planner.plan(file, options, resolver, options.target() == null, log);
      log.failWhenAsked();
    } finally {
      if (own) {
        OwnChecks.run(file, options, plan, log);
      }
    }
  }

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
}
