package dev.jbuild.builder;

import dev.jbuild.builder.context.ContextExplainer;
import dev.jbuild.builder.context.IgnoreFile;
import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.lint.LintReport;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.BaseResolver;
import dev.jbuild.dockerfile.plan.Outline;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Looks at what a request would build, without building it.
public final class BuildInspection {
  private final BuildRequest request;
  private final Definition definition;
  private final Optional<IgnoreFile> ignore;
  private final BaseResolver bases;

  private BuildInspection(
      BuildRequest request,
      Definition definition,
      Optional<IgnoreFile> ignore,
      BaseResolver bases) {
    this.request = request;
    this.definition = definition;
    this.ignore = ignore;
    this.bases = bases;
  }

  /// Reads the Dockerfile and the ignore file of a request.
  ///
  /// @param bases what is known of base images; [BaseImage#unknown] for the others
  /// @throws BuildException when one of them cannot be read
  public static BuildInspection open(BuildRequest request, BaseResolver bases)
      throws BuildException {
    Definition definition = Definition.load(request);
    try {
      return new BuildInspection(
          request, definition, definition.ignoreFile(request.context()), bases);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// The Dockerfile, with the files it includes.
  public SourceFile source() {
    try {
      return tree().source();
    } catch (DockerfileException e) {
      return definition.source(); // what is wrong is told elsewhere
    }
  }

  private SyntaxTree tree() throws DockerfileException {
    return definition.tree(request);
  }

  /// Runs the build checks, ours included.
  ///
  /// @param level the least grave findings to report
  /// @throws BuildException when the file cannot even be taken apart into instructions
  public LintReport check(Severity level) throws BuildException {
    try {
      return Linter.checkAll(tree(), options(), bases, level);
    } catch (DockerfileException e) {
      return new LintReport(List.of(), e.diagnostics());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Lists what the target takes from outside.
  ///
  /// @throws BuildException when the Dockerfile is wrong
  public Outline outline() throws BuildException {
    try {
      Dockerfile file = Dockerfile.from(tree());
      return Planner.outline(file, options(), bases);
    } catch (DockerfileException e) {
      throw Definition.invalid(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Lists the stages that can be built.
  ///
  /// @throws BuildException when the Dockerfile is wrong
  public List<Stage> targets() throws BuildException {
    try {
      return Dockerfile.from(tree()).stages();
    } catch (DockerfileException e) {
      throw Definition.invalid(e);
    }
  }

  /// Says what goes into the context and which line of the ignore file decided.
  public ContextReport explainContext() {
    return ContextExplainer.explain(request.context(), ignore);
  }

  /// The failure of a build with errors that [#check] found.
  public static BuildException failure(LintReport report) {
    return Definition.invalid(new DockerfileException(report.errors()));
  }

  private PlanOptions options() {
    return Builder.options(request, ignore);
  }

  private static BuildException failed(IOException e) {
    String message = e.getMessage();
    return BuildException.of(message == null ? e.toString() : message, e);
  }
}
