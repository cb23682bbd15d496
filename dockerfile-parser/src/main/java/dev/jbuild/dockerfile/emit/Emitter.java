package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;

/// Prints one facet of a file as one line of JSON with the member `file`. Whatever is wrong with
/// the file is part of what is printed.
public final class Emitter {

  private final PlanOptions options;
  private final World world;

  /// An emitter.
  ///
  /// @param world answers for base images; [StubWorld] for comparisons
  public Emitter(PlanOptions options, World world) {
    this.options = options;
    this.world = world;
  }

  /// Prints a facet, without a line feed.
  ///
  /// @param fileName as it is to appear in `file`
  /// @throws IOException when the resolver does
  public String emit(Facet facet, String fileName, byte[] text) throws IOException {
    SourceFile source = SourceFile.of(fileName, text);
    JsonObject out = new JsonObject().put("file", fileName);
    if (facet == Facet.PARSE) {
      ParseFacet.emit(out, source);
      return JsonText.write(out.map());
    }
    SyntaxTree tree;
    try {
      tree = SyntaxTree.parse(source);
    } catch (DockerfileException e) {
      return JsonText.write(withoutTree(facet, out).map());
    }
    switch (facet) {
      case PARSE -> throw new IllegalStateException("printed above");
      case TYPED -> out.put("typed", TypedFacet.of(tree));
      case LINT -> out.put("lint", LintFacet.of(Linter.check(tree, options, world)));
      case IMAGE, GRAPH -> planned(facet, out, tree);
    }
    return JsonText.write(out.map());
  }

  /// Prints that nothing can be said of a file, in the form that the facet has for errors.
  ///
  /// @param fileName as it is to appear in `file`
  /// @param message what went wrong, such as that there is no such file
  public static String failure(Facet facet, String fileName, String message) {
    JsonObject out = new JsonObject().put("file", fileName);
    JsonObject refused = new JsonObject().put("ok", false).put("error", message);
    switch (facet) {
      case PARSE -> out.put("parse", refused);
      case TYPED -> out.put("typed", refused);
      case LINT -> out.put("lint", new JsonObject().put("error", message));
      case IMAGE, GRAPH -> out.put("ok", false).put("error", message);
    }
    return JsonText.write(out.map());
  }

  private static JsonObject withoutTree(Facet facet, JsonObject out) {
    return switch (facet) {
      case TYPED -> out.put("typed", null);
      case LINT -> out.put("lint", null);
      case GRAPH -> out.put("llb", null);
      case PARSE, IMAGE -> out;
    };
  }

  /// Plans the target; warnings, which are a facet of their own, do not fail this one.
  private void planned(Facet facet, JsonObject out, SyntaxTree tree) throws IOException {
    try {
      Dockerfile file = Dockerfile.from(tree);
      BuildPlan plan = Planner.plan(file, options, world, false, Planner.newLog(tree));
      if (facet == Facet.IMAGE) {
        out.put("ok", true).put("image", ImageFacet.of(plan, options.targetPlatform(), world));
      } else {
        out.put("llb", GraphFacet.of(plan, tree.source()));
      }
    } catch (DockerfileException e) {
      Diagnostic first = e.diagnostics().getFirst();
      out.put("ok", false)
          .put("error", first.message())
          .put("at", ErrorPlace.lines(first, tree.source()));
    }
  }
}
