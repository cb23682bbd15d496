package dev.jbuild.dockerfile.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.PlanOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinterTest {

  private static List<String> rules(PlanOptions options, String... lines) throws Exception {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    SyntaxTree tree = SyntaxTree.parse(SourceFile.of("Dockerfile", text));
    LintReport report = Linter.check(tree, options, new StubWorld());
    return report.warnings().stream().map(Diagnostic::rule).toList();
  }

  private static List<String> rules(String... lines) throws Exception {
    return rules(StubWorld.options(), lines);
  }

  @Test
  void everyStageIsCheckedUnlessATargetIsGiven() throws Exception {
    assertEquals(
        List.of("MaintainerDeprecated", "JSONArgsRecommended"),
        rules("FROM a AS one", "MAINTAINER x", "FROM b", "CMD y"));
  }

  @Test
  void directiveSwitchesRulesOffForTheFile() throws Exception {
    assertEquals(
        List.of("JSONArgsRecommended"),
        rules("# check=skip=MaintainerDeprecated", "FROM a", "MAINTAINER x", "CMD y"));
    assertEquals(List.of(), rules("# check=skip=all", "FROM a", "MAINTAINER x", "CMD y"));
  }

  @Test
  void commentSwitchesARuleOffForOneInstruction() throws Exception {
    assertEquals(
        List.of("SecretsUsedInArgOrEnv"),
        rules(
            "FROM a",
            "# check=skip=SecretsUsedInArgOrEnv // known",
            "ENV API_KEY=x",
            "ENV DB_PASSWORD=x",
            "ENV PUBLIC_KEY=x"));
  }

  @Test
  void experimentalRuleRunsWhenAskedFor() throws Exception {
    assertEquals(List.of(), rules("FROM a", "# something else", "ARG X=1"));
    assertEquals(
        List.of("InvalidDefinitionDescription"),
        rules(
            "# check=experimental=all",
            "FROM a",
            "# something else",
            "ARG X=1",
            "# Y why",
            "ARG Y=2"));
  }

  @Test
  void sourcesThatTheIgnoreFileExcludesAreNoticed() throws Exception {
    PlanOptions options =
        new PlanOptions(
            null,
            Map.of(),
            "linux/amd64",
            "linux/amd64",
            Map.of(),
            Map.of(),
            Operation.Network.DEFAULT,
            "",
            IgnorePatterns.of(List.of("*.log", "build")));
    assertEquals(
        List.of("CopyIgnoredFile", "CopyIgnoredFile"),
        rules(options, "FROM a", "COPY a.log /", "ADD build/x /", "COPY . /"));
  }

  @Test
  void checksGoOnUpToTheFirstError() throws Exception {
    assertEquals(List.of("StageNameCasing"), rules("FROM a AS One", "NOPE", "FROM b AS Two"));
  }

  @Test
  void longChainsOfStagesAreCheckedInLittleTime() throws Exception {
    StringBuilder text = new StringBuilder("FROM a:1 AS s0\nUSER 1\n");
    for (int i = 1; i < 20_000; i++) {
      text.append("FROM s")
          .append(i - 1)
          .append(" AS s")
          .append(i)
          .append("\nRUN apt-get update\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    SyntaxTree tree = SyntaxTree.parse(SourceFile.of("Dockerfile", bytes));
    long begun = System.nanoTime();
    LintReport report =
        Linter.checkAll(tree, StubWorld.options(), new StubWorld(), Severity.WARNING);
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    assertEquals(List.of(), report.errors());
    assertEquals("AptListsLeft", report.warnings().getLast().rule());
    assertTrue(seconds < 30, "took " + seconds + " s");
  }
}
