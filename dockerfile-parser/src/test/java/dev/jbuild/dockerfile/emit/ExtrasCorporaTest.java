package dev.jbuild.dockerfile.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.Corpora.Case;
import dev.jbuild.dockerfile.extras.Extras;
import dev.jbuild.dockerfile.extras.Includes;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Files that use none of jbuild's extras mean the same with them switched on, where the corpora
/// are present.
class ExtrasCorporaTest {

  private static final List<String> OF_EXTRAS =
      List.of("--from does not take variables", "'from' does not take variables");

  @Test
  void switchChangesNothingInRealFiles() throws IOException {
    Assumptions.assumeTrue(Corpora.find().isPresent(), "the corpora are not beside the project");
    int compared = 0;
    for (Case one : Corpora.find().orElseThrow().cases("buildkit-parse")) {
      SyntaxTree tree;
      try {
        tree = SyntaxTree.parse(SourceFile.of(one.file(), one.text()));
      } catch (DockerfileException e) {
        continue;
      }
      assertFalse(Extras.areOn(tree), one.file());
      String without = meaning(tree);
      if (OF_EXTRAS.stream().noneMatch(without::contains)) {
        assertEquals(without, meaning(withExtras(tree)), one.file());
        compared++;
      }
    }
    System.out.printf("corpora with extras %d files mean the same%n", compared);
  }

  private static SyntaxTree withExtras(SyntaxTree tree) {
    try {
      return Extras.apply(tree, Includes.none());
    } catch (DockerfileException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /// Everything that is said about a file: typed instructions, image, graph and warnings.
  private static String meaning(SyntaxTree tree) throws IOException {
    JsonObject out = new JsonObject().put("typed", TypedFacet.of(tree));
    out.put("lint", LintFacet.of(Linter.check(tree, StubWorld.options(), new StubWorld())));
    try {
      BuildPlan plan = Planner.plan(Dockerfile.from(tree), StubWorld.options(), new StubWorld());
      out.put("history", plan.target().history().toString());
      out.put("config", plan.target().config().toString());
      out.put("graph", GraphFacet.of(plan, tree.source()));
    } catch (DockerfileException e) {
      out.put("errors", e.diagnostics().stream().map(Diagnostic::render).toList());
    }
    return JsonText.write(out.map());
  }
}
