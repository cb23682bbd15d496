package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.Directive;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.CheckOptions;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import java.io.IOException;

/// Works out what a target of a Dockerfile means, as BuildKit's Dockerfile frontend does: variables
/// expanded, stages told apart into reached and not, triggers of base images executed.
public final class Planner {

  private Planner() {}

  /// Plans a target. Stages that it does not need are not evaluated, and their images not resolved.
  ///
  /// @throws DockerfileException when an instruction is wrong once its variables are expanded, or
  ///   the target does not exist, or a warning was raised in a file that asks for
  ///   `check=error=true`
  /// @throws IOException when the resolver does
  public static BuildPlan plan(Dockerfile file, PlanOptions options, BaseResolver resolver)
      throws DockerfileException, IOException {
    WarningLog log = newLog(file.tree());
    BuildPlan plan = new PlanRun(file, options, resolver, false, log).plan();
    log.failWhenAsked();
    return plan;
  }

  /// Plans a target, and leaves it to the caller what follows from warnings.
  ///
  /// @param all whether stages are planned that the target does not need
  /// @param log made by [#newLog]; gets the warnings
  /// @throws DockerfileException when an instruction is wrong once its variables are expanded, or
  ///   the target does not exist
  /// @throws IOException when the resolver does
  public static BuildPlan plan(
      Dockerfile file, PlanOptions options, BaseResolver resolver, boolean all, WarningLog log)
      throws DockerfileException, IOException {
    return new PlanRun(file, options, resolver, all, log).plan();
  }

  /// Lists what a target takes from outside.
  ///
  /// @throws DockerfileException when an instruction is wrong once its variables are expanded, or
  ///   the target does not exist
  /// @throws IOException when the resolver does
  public static Outline outline(Dockerfile file, PlanOptions options, BaseResolver resolver)
      throws DockerfileException, IOException {
    return new PlanRun(file, options, resolver, false, newLog(file.tree())).outline();
  }

  /// A log for the warnings about a file, with the rules on that its `check` directive leaves on.
  ///
  /// @throws DockerfileException when the directive is malformed
  public static WarningLog newLog(SyntaxTree tree) throws DockerfileException {
    for (Directive directive : tree.directives()) {
      if (directive.name().equals("check")) {
        int blank = directive.value().indexOf(' ');
        String text = blank < 0 ? directive.value() : directive.value().substring(0, blank);
        try {
          return new WarningLog(tree.source(), CheckOptions.parse(text));
        } catch (IllegalArgumentException e) {
          throw new DockerfileException(
              tree.source()
                  .directiveError(directive.line(), text, String.valueOf(e.getMessage()), ""));
        }
      }
    }
    return new WarningLog(tree.source(), CheckOptions.DEFAULT);
  }
}
