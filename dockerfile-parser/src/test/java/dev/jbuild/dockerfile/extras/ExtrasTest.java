package dev.jbuild.dockerfile.extras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.Mount;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.Origin;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtrasTest {

  private final Map<String, String> context = new HashMap<>();

  private byte[] read(String path) throws IOException {
    String text = context.get(path);
    if (text == null) {
      throw new IOException("there is no such file");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Dockerfile parse(String text) throws DockerfileException {
    return Dockerfile.parseWithExtras(
        "Dockerfile", text.getBytes(StandardCharsets.UTF_8), this::read);
  }

  private BuildPlan plan(String text) throws DockerfileException, IOException {
    return plan(text, Map.of());
  }

  private BuildPlan plan(String text, Map<String, String> buildArgs)
      throws DockerfileException, IOException {
    PlanOptions standard = PlanOptions.forPlatform("linux/amd64");
    PlanOptions options =
        new PlanOptions(
            null,
            buildArgs,
            standard.buildPlatform(),
            standard.targetPlatform(),
            Map.of(),
            Map.of(),
            Operation.Network.DEFAULT,
            "",
            null);
    return Planner.plan(parse(text), options, new StubWorld());
  }

  private Diagnostic failure(String text) {
    return assertThrows(DockerfileException.class, () -> plan(text)).diagnostics().getFirst();
  }

  private static Diagnostic failureWithout(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return assertThrows(
            DockerfileException.class,
            () ->
                Planner.plan(
                    Dockerfile.parse("Dockerfile", bytes),
                    PlanOptions.forPlatform("linux/amd64"),
                    new StubWorld()))
        .diagnostics()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | '# extras=true\nFROM a'",
        "true  | '# syntax=docker/dockerfile:1\n# Extras = TRUE\n\nFROM a'",
        "true  | '\n# about\n#extras=true\nFROM a'",
        "false | '# extras=false\nFROM a'",
        "false | '# extras are true\nFROM a'",
        "false | 'FROM a\n# extras=true\nRUN x'",
        "false | 'FROM a'"
      })
  void switchIsACommentAtTheTop(boolean on, String text) throws DockerfileException {
    SourceFile source = SourceFile.of("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
    assertEquals(on, Extras.areOn(SyntaxTree.parse(source)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM a\nUNSET ENV A",
        "INCLUDE x",
        "ARG A=b\nFROM a\nARG A\nCOPY --from=$A /x /y",
        "FROM a\nRUN --mount=from=$A true"
      })
  void withoutTheSwitchTheErrorSaysHowToSwitchThemOn(String text) {
    Diagnostic error = failureWithout(text);
    assertTrue(error.advice().contains("--extras"), error.render());
    assertTrue(error.advice().contains("# extras=true"), error.render());
  }

  @Nested
  class Include {

    @Test
    void putsTheInstructionsOfAnotherFileInItsPlace() throws Exception {
      context.put("docker/tools.Dockerfile", "# tools\nRUN a\nINCLUDE /docker/./more\n");
      context.put("docker/more", "RUN b\nRUN c");
      BuildPlan plan = plan("FROM x\nRUN 0\nINCLUDE docker/tools.Dockerfile\nRUN z\n");
      assertEquals(
          List.of("RUN 0", "RUN a", "RUN b", "RUN c", "RUN z"),
          plan.target().operations().stream().map(o -> o.step().text()).toList());
    }

    @Test
    void mayHoldWholeStagesAndBeUsedTwice() throws Exception {
      context.put("stage", "FROM x AS s\nINCLUDE run\n");
      context.put("run", "RUN a\n");
      BuildPlan plan = plan("ARG V=1\nINCLUDE stage\nFROM s\nINCLUDE run\nCOPY --from=s / /\n");
      assertEquals(2, plan.stages().size());
      assertEquals(2, plan.target().operations().size());
    }

    @Test
    void errorsNameFileAndLineAndShowThem() {
      context.put("a", "RUN x\nINCLUDE b\n");
      context.put("b", "\n\nRUN --mount=type=nope x\n");
      Diagnostic error = failure("FROM x\nRUN y\n\n\nINCLUDE a\n");
      assertEquals("b", error.file());
      assertEquals(3, error.range().startLine());
      assertTrue(error.headline().startsWith("b:3"), error.headline());
      assertTrue(error.excerpt().contains("3 | RUN --mount=type=nope x"), error.excerpt());
    }

    @Test
    void warningsNameFileAndLine() throws Exception {
      context.put("a", "ENV A=1\nENV B $A\n");
      context.put("b", "ENV C $D\n");
      BuildPlan plan = plan("FROM x\nINCLUDE a\nINCLUDE b\nENV E 1\n");
      assertEquals(
          List.of("a:2", "b:1", "b:1", "Dockerfile:4"),
          plan.warnings().stream().map(w -> w.file() + ":" + w.range().startLine()).toList());
    }

    @Test
    void syntaxErrorsOfTheOtherFileAreItsOwn() {
      context.put("a", "RUN x\nCOPY <<EOF /y\n");
      Diagnostic error = failure("FROM x\nINCLUDE a\n");
      assertEquals("a", error.file());
      assertEquals(2, error.range().startLine());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "INCLUDE             | needs the path",
          "INCLUDE a b         | one path without blanks",
          "INCLUDE $A          | does not take variables",
          "INCLUDE ../x        | leads out of the build context",
          "INCLUDE a/../../x   | leads out of the build context",
          "INCLUDE .           | is not a file",
          "INCLUDE missing     | cannot include 'missing': there is no such file",
          "INCLUDE self        | self -> self",
          "INCLUDE back        | Dockerfile -> back -> Dockerfile",
          "INCLUDE escape      | another escape character",
          "ONBUILD INCLUDE one | unknown"
        })
    void refusals(String line, String expected) {
      context.put("self", "INCLUDE self");
      context.put("back", "INCLUDE Dockerfile");
      context.put("escape", "# escape=`\nRUN x");
      context.put("one", "RUN x");
      String text = "FROM scratch AS a\n" + line + "\nFROM a\n";
      context.put("Dockerfile", text);
      Diagnostic error = failure(text);
      assertTrue(error.message().contains(expected), error.render());
    }

    @Test
    void depthAndNumberAreBounded() {
      for (int i = 0; i < 20; i++) {
        context.put("f" + i, "INCLUDE f" + (i + 1) + "\n");
      }
      assertTrue(failure("FROM x\nINCLUDE f0").message().contains("limit of 16"));
      for (int i = 0; i < 12; i++) {
        context.put("g" + i, ("INCLUDE g" + (i + 1) + "\n").repeat(10));
      }
      context.put("g12", "RUN x\n");
      assertTrue(failure("FROM x\nINCLUDE g0").message().contains("limit of 1000 files"));
    }
  }

  @Nested
  class Unset {

    private ConfigState config(String lines) throws Exception {
      String base =
          """
          FROM scratch AS base
          ENV A=1 B=2
          LABEL l=1 m=2
          EXPOSE 80 443 53/udp
          VOLUME /data /cache
          ENTRYPOINT ["/e"]
          CMD ["c"]
          FROM base
          """;
      return plan(base + lines).target().config();
    }

    @Test
    void takesBackWhatWasInherited() throws Exception {
      assertEquals(1, config("").environment().stream().filter(e -> e.equals("A=1")).count());
      ConfigState config =
          config(
              """
              UNSET ENV A NOPE
              UNSET label l
              UNSET EXPOSE 443/tcp 53/udp
              UNSET VOLUME /cache
              UNSET ENTRYPOINT
              UNSET CMD
              """);
      assertTrue(config.environment().contains("B=2"));
      assertFalse(config.environment().toString().contains("A="));
      assertEquals(Map.of("m", "2"), config.labels());
      assertEquals(List.of("80/tcp"), List.copyOf(config.exposedPorts()));
      assertEquals(List.of("/data"), List.copyOf(config.volumes()));
      assertNull(config.entrypoint());
      assertNull(config.cmd());
    }

    @Test
    void starStandsForAll() throws Exception {
      ConfigState config = config("UNSET LABEL *\nUNSET EXPOSE *\nUNSET VOLUME *\n");
      assertTrue(config.labels().isEmpty());
      assertTrue(config.exposedPorts().isEmpty());
      assertTrue(config.volumes().isEmpty());
    }

    @Test
    void laterStepsDoNotSeeTheVariable() throws Exception {
      BuildPlan plan =
          plan("FROM scratch\nENV A=1 B=2\nARG B=arg\nENV B=env\nUNSET ENV A B\nRUN x\nENV A=3\n");
      Operation.Run run = (Operation.Run) plan.target().operations().getFirst();
      assertFalse(run.environment().contains("A=1"));
      assertTrue(run.environment().contains("B=arg"));
      assertTrue(plan.target().config().environment().contains("A=3"));
      assertEquals("UNSET ENV A B", plan.target().history().get(3).createdBy());
      assertTrue(plan.target().history().get(3).emptyLayer());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "UNSET            | needs one of ENV, LABEL",
          "UNSET USER       | found 'USER'",
          "UNSET ENV        | UNSET ENV needs names",
          "UNSET ENV *      | takes no '*'",
          "UNSET ENTRYPOINT x | takes no names",
          "UNSET EXPOSE no  | is not a port number",
          "UNSET --x ENV A  | unknown flag --x"
        })
    void refusals(String line, String expected) {
      Diagnostic error = failure("FROM scratch\n" + line + "\n");
      assertTrue(error.message().contains(expected), error.render());
    }
  }

  @Nested
  class VariablesInFrom {

    private Origin origin(String text, Map<String, String> args) throws Exception {
      BuildPlan plan = plan(text, args);
      return plan.target().operations().getLast() instanceof Operation.Copy copy
          ? copy.from()
          : ((Mount.Bind)
                  ((Operation.Run) plan.target().operations().getLast()).mounts().getFirst())
              .from();
    }

    @Test
    void areReplacedWhereTheyAreConstant() throws Exception {
      String stages = "ARG G=one\nFROM scratch AS one\nRUN x\nFROM scratch AS two\nRUN y\n";
      String copy = stages + "FROM scratch\nARG G\nARG S=$G\nCOPY --from=$S / /\n";
      assertEquals(new Origin.Stage(0), origin(copy, Map.of()));
      assertEquals(new Origin.Stage(1), origin(copy, Map.of("G", "two")));
      assertEquals(new Origin.Stage(1), origin(copy, Map.of("S", "two")));
      String mount =
          stages + "FROM scratch AS b\nENV S=two\nFROM b\nRUN --mount=target=/m,from=${S:-one} x\n";
      assertEquals(new Origin.Stage(1), origin(mount, Map.of()));
      String number = stages + "FROM scratch\nARG N=0\nCOPY --from=$N / /\n";
      assertEquals(new Origin.Stage(0), origin(number, Map.of()));
    }

    @Test
    void mayNameAnImage() throws Exception {
      Origin found =
          origin("FROM scratch\nARG V=12\nCOPY --from=debian:$V /etc /etc\n", Map.of("V", "13"));
      assertTrue(found.toString().contains("debian:13"), found.toString());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "FROM x; COPY --from=$STUB_BASE / /      | 'STUB_BASE'",
          "FROM x; ENV A=$STUB_BASE; COPY --from=$A / / | 'A'",
          "FROM x; ENV A=1; UNSET ENV A; COPY --from=$A / / | 'A'",
          "FROM x; ARG A=; COPY --from=$A / /      | is empty",
          "FROM x; RUN --mount=from=$A true        | 'A'"
        })
    void areRefusedWhereTheyAreNot(String text, String expected) {
      Diagnostic error = failure(text.replace("; ", "\n"));
      assertTrue(error.message().contains(expected), error.render());
    }
  }
}
