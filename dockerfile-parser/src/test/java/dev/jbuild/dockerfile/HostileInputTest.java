package dev.jbuild.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.Emitter;
import dev.jbuild.dockerfile.emit.Facet;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.format.DockerfileFormatter;
import dev.jbuild.dockerfile.lint.LintReport;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Input made to exhaust memory or time ends with an error that names the limit, or is just read.
/// What takes more than linear time does not end before the timeout, which is far from what any of
/// these needs.
@Timeout(300)
class HostileInputTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String many(int count, IntFunction<String> line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(line.apply(i));
    }
    return out.toString();
  }

  private static String failure(String text) {
    DockerfileException e =
        assertThrows(DockerfileException.class, () -> Dockerfile.parse("Dockerfile", bytes(text)));
    return e.diagnostics().getLast().message();
  }

  private static BuildPlan plan(String text) throws DockerfileException, IOException {
    return Planner.plan(
        Dockerfile.parse("Dockerfile", bytes(text)),
        PlanOptions.forPlatform("linux/amd64"),
        new StubWorld());
  }

  private static LintReport lint(String text) throws DockerfileException, IOException {
    SyntaxTree tree = SyntaxTree.parse(SourceFile.of("Dockerfile", bytes(text)));
    return Linter.check(tree, PlanOptions.forPlatform("linux/amd64"), new StubWorld());
  }

  private static String planFailure(String text) {
    DockerfileException e = assertThrows(DockerfileException.class, () -> plan(text));
    return e.diagnostics().getFirst().message();
  }

  @Test
  void fileBeyondReasonNamesTheLimit() {
    byte[] text = new byte[(64 << 20) + 1];
    DockerfileException e =
        assertThrows(DockerfileException.class, () -> Dockerfile.parse("Dockerfile", text));
    assertTrue(e.getMessage().contains("limit of 67108864"), e.getMessage());
  }

  @Test
  void lineOfManyMegabytesNamesTheLimit() {
    assertTrue(failure("FROM a\nRUN " + "x".repeat(20 << 20)).contains("limit of 65535"));
  }

  @Test
  void stagesBeyondReasonNameTheLimit() {
    assertTrue(failure("FROM a\n".repeat(1_000_000)).contains("limit of 100000"));
  }

  @Test
  void instructionsBeyondReasonNameTheLimit() {
    assertTrue(failure("FROM a\n" + "RUN\n".repeat(1_000_001)).contains("limit of 1000000"));
  }

  @Test
  void deeplyNestedTriggersNameTheLimit() {
    assertTrue(failure("FROM a\n" + "ONBUILD ".repeat(5_000) + "RUN x").contains("limit of 10"));
  }

  @Test
  void tenMillionContinuationsAreRead() throws DockerfileException {
    byte[] text = bytes("FROM a\nRUN x" + " \\\n y".repeat(10_000_000));
    assertEquals(1, Dockerfile.parse("Dockerfile", text).stages().size());
  }

  @Test
  void deeplyNestedJsonIsNoJson() throws DockerfileException {
    byte[] text = bytes("FROM a\nRUN " + "[".repeat(60_000));
    assertEquals(1, Dockerfile.parse("Dockerfile", text).stages().getFirst().instructions().size());
  }

  @Test
  void deeplyNestedDefaultsNameTheLimit() {
    String word = "${a:-".repeat(5_000) + "x" + "}".repeat(5_000);
    assertTrue(planFailure("FROM scratch\nENV A=" + word).contains("limit of 100"));
  }

  @Test
  void thousandsOfErrorsAreCutOff() {
    byte[] text = bytes("NOPE\n".repeat(100_000));
    DockerfileException e =
        assertThrows(DockerfileException.class, () -> Dockerfile.parse("Dockerfile", text));
    assertEquals(20, e.diagnostics().size());
  }

  @Test
  void errorsAboutLongWordsAreShort() {
    String message = failure("FROM a\nENV a=b " + "xxxxxxxxxx\\\n".repeat(100_000));
    assertTrue(message.length() < 10_000, "message of " + message.length() + " characters");
  }

  @Test
  void variablesBeyondReasonNameTheLimit() {
    String text = "FROM scratch\n" + many(200_000, i -> "ENV V" + i + "=x\n");
    assertTrue(planFailure(text).contains("limit of 100000"));
  }

  @Test
  void argumentsBeyondReasonNameTheLimit() {
    String text = "FROM scratch\n" + many(200_000, i -> "ARG V" + i + "=x\n");
    assertTrue(planFailure(text).contains("limit of 100000"));
  }

  @Test
  void stepsThatEachSeeOtherVariablesShareThem() throws DockerfileException, IOException {
    String text = "FROM scratch\n" + many(50_000, i -> "ENV V" + i + "=x\nRUN x\n");
    List<Operation> operations = plan(text).target().operations();
    assertEquals(50_000, operations.size());
    Operation.Run last = (Operation.Run) operations.getLast();
    assertEquals(50_001, last.environment().size());
    assertEquals("V49999=x", last.environment().getLast());
    Operation.Run second = (Operation.Run) operations.get(1);
    assertEquals(List.of("V0=x", "V1=x"), second.environment().subList(1, 3));
  }

  @Test
  void graphThatIsTooLongNamesTheLimit() throws IOException {
    String text = "FROM scratch\n" + many(20_000, i -> "ENV V" + i + "=x\nRUN x\n");
    String line =
        new Emitter(StubWorld.options(), new StubWorld())
            .emit(Facet.GRAPH, "Dockerfile", bytes(text));
    assertTrue(line.contains("limit of 134217728 characters"), line);
  }

  @Test
  void stepsThatEachShowManyArgumentsNameTheLimit() {
    String text =
        "FROM scratch\n" + many(9_000, i -> "ARG V" + i + "=x\n") + "RUN x\n".repeat(9_000);
    assertTrue(planFailure(text).contains("limit of"));
  }

  @Test
  void valueThatDoublesNamesTheLimit() {
    String text = "FROM scratch\nENV A=0123456789\n" + "ENV A=$A$A\n".repeat(100);
    assertTrue(planFailure(text).contains("limit of 16777216"));
  }

  @Test
  void valuesThatAreLargeTogetherNameTheLimit() {
    String doubled = many(20, i -> "V" + (i + 1) + "=$V" + i + "$V" + i + "\n");
    String stage =
        "ENV V0=0123456789\n" + doubled.replace("V1=", "ENV V1=").replace("\nV", "\nENV V");
    String text = "FROM scratch\n" + stage + many(1_000, i -> "ENV W" + i + "=$V20\n");
    assertTrue(planFailure(text).contains("limit of 134217728"));
  }

  @Test
  void globalArgumentsThatAreLargeTogetherNameTheLimit() {
    String text =
        "ARG V0=0123456789\n"
            + many(20, i -> "ARG V" + (i + 1) + "=$V" + i + "$V" + i + "\n")
            + many(1_000, i -> "ARG W" + i + "=$V20\n")
            + "FROM scratch\n";
    assertTrue(planFailure(text).contains("limit of 134217728"));
  }

  @Test
  void stepsThatShowLargeValuesNameTheLimit() {
    String text =
        "FROM scratch\nENV A=" + "x".repeat(60_000) + "\n" + "RUN echo $A\n".repeat(100_000);
    assertTrue(planFailure(text).contains("limit of 134217728"));
  }

  @Test
  void pathThatGrowsNamesTheLimit() {
    assertTrue(planFailure("FROM scratch\n" + "WORKDIR a\n".repeat(100_000)).contains("limit of"));
  }

  @Test
  void portsBeyondReasonNameTheLimit() {
    String text = "FROM scratch\nEXPOSE" + " 0-65535 \\\n".repeat(100_000);
    assertTrue(planFailure(text).contains("limit of 20000000"));
  }

  @Test
  void costlyPatternsNameTheLimit() {
    String text =
        "FROM scratch\nENV A=" + "x".repeat(3_000) + "\n" + "ENV B=${A//x*y/z}\n".repeat(1_000);
    assertTrue(planFailure(text).contains("limit of 200000000"));
  }

  @Test
  void historyOfLongChainsOfStagesIsShared() throws DockerfileException, IOException {
    String text =
        "FROM scratch AS s0\n"
            + many(10_000, i -> "FROM s" + i + " AS s" + (i + 1) + "\nRUN x\n".repeat(10));
    BuildPlan plan = plan(text);
    assertEquals(10_001, plan.stages().size());
    assertEquals(100_000, plan.target().history().size());
    assertEquals("RUN /bin/sh -c x # buildkit", plan.target().history().getFirst().createdBy());
  }

  @Test
  void copiesFromManyStagesArePlanned() throws DockerfileException, IOException {
    String text =
        many(20_000, i -> "FROM scratch AS s" + i + "\n")
            + "FROM scratch\n"
            + many(20_000, i -> "COPY --from=s" + i + " / /\n");
    assertEquals(20_001, plan(text).stages().size());
  }

  @Test
  void wrongStageNameAmongManyIsSaid() throws DockerfileException {
    Dockerfile file =
        Dockerfile.parse(
            "Dockerfile", bytes(many(99_000, i -> "FROM scratch AS stage" + i + "\n")));
    PlanOptions standard = PlanOptions.forPlatform("linux/amd64");
    PlanOptions options =
        new PlanOptions(
            "stgae5",
            standard.buildArgs(),
            standard.buildPlatform(),
            standard.targetPlatform(),
            standard.labels(),
            standard.namedContexts(),
            standard.network(),
            standard.cacheNamespace(),
            null);
    DockerfileException e =
        assertThrows(DockerfileException.class, () -> Planner.plan(file, options, new StubWorld()));
    assertTrue(e.getMessage().contains("'stgae5' does not exist"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "comments    | 'FROM scratch\n'                | '# a\n'              | 'RUN x\n'",
        "blank lines | 'FROM scratch\n'                | '\n'                 | 'RUN x\n'",
        "runs        | 'FROM scratch\n'                | 'RUN x\n'            | ''",
        "labels      | 'FROM scratch\n'                | 'LABEL a=b\n'        | ''",
        "triggers    | 'FROM scratch\n'                | 'ONBUILD RUN x\n'    | ''",
        "sources     | 'FROM scratch\nCOPY'            | ' a \\\n'            | ' /x/\n'",
        "mounts      | 'FROM scratch\nRUN'             | ' --mount=target=/a \\\n' | ' x\n'",
        "elements    | 'FROM scratch\nRUN [\"a\"'      | ', \"b\" \\\n'       | ']\n'",
        "undefined   | 'FROM scratch\nENV A=\"'        | ' $B\\\n'            | '\"\n'",
        "bodies      | 'FROM scratch\nRUN x'           | ' \\\n'              | '\n'",
        "heredocs    | 'FROM scratch\n'                | 'RUN <<E\nx\nE\n'    | ''",
        "heredoc     | 'FROM scratch\nRUN <<'          | '         \\\n'      | 'A\nx\nA\n'",
        "digits      | 'FROM scratch\nRUN 1111<<'      | '         \\\n'      | 'A\nx\nA\n'",
        "casing      | 'FROM scratch\n'                | 'run a\nRUN b\n'     | ''",
        "same stage  | ''                              | 'FROM scratch AS A\n' | ''"
      })
  void manyTimesTheSameIsLinted(String name, String start, String repeated, String end)
      throws Exception {
    String text = start + repeated.repeat(50_000) + end;
    assertEquals(0, lint(text).errors().size(), name);
    String formatted = DockerfileFormatter.format("Dockerfile", bytes(text));
    assertEquals(formatted, DockerfileFormatter.format("Dockerfile", bytes(formatted)), name);
  }

  @Test
  void manyFilesOfOneNameShareTheirBody() throws DockerfileException, IOException {
    String text =
        "FROM scratch\nCOPY" + " <<-A \\\n".repeat(20_000) + " /x/\n" + "\tx\nA\n".repeat(20_000);
    assertEquals(1, plan(text).target().operations().size());
  }

  @Test
  void manyDescriptionsFindTheirArguments() throws DockerfileException {
    String text =
        many(50_000, i -> "# A" + i + " text\n")
            + "ARG"
            + many(50_000, i -> " A" + i + " \\\n")
            + " B\nFROM scratch\n";
    Dockerfile file = Dockerfile.parse("Dockerfile", bytes(text));
    assertEquals("text", file.globalArgs().getFirst().declarations().get(49_999).description());
  }

  @Test
  void manyUndefinedVariablesAreReportedWithSuggestions() throws Exception {
    String text =
        "FROM scratch\n"
            + many(900, i -> "ENV SOME_QUITE_LONG_NAME_" + i + "=x\n")
            + many(11_000, i -> "ENV B=$SOME_QUITE_LONG_NMAE_" + i + "\n");
    LintReport report = lint(text);
    assertEquals(10_000, report.warnings().size());
    assertTrue(report.warnings().getFirst().message().contains("SOME_QUITE_LONG_NAME_0"));
  }
}
