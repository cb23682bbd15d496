package dev.jbuild.dockerfile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private final List<String> resolved = new ArrayList<>();
  private ConfigState base = ConfigState.empty();

  private BuildPlan plan(PlanOptions options, String... lines)
      throws DockerfileException, IOException {
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return Planner.plan(
        Dockerfile.parse("Dockerfile", text),
        options,
        (name, platform, where) -> {
          resolved.add(name);
          return new BaseImage(name, base);
        });
  }

  private BuildPlan plan(String... lines) throws DockerfileException, IOException {
    return plan(PlanOptions.forPlatform("linux/amd64"), lines);
  }

  private static PlanOptions options(String target, Map<String, String> args) {
    return new PlanOptions(
        target,
        args,
        "linux/amd64",
        "linux/amd64",
        Map.of(),
        Map.of(),
        Operation.Network.DEFAULT,
        "",
        null);
  }

  private String failure(String... lines) throws IOException {
    DockerfileException e = assertThrows(DockerfileException.class, () -> plan(lines));
    return e.diagnostics().getFirst().message();
  }

  @Test
  void plansOnlyTheStagesThatTheTargetNeeds() throws Exception {
    BuildPlan plan =
        plan(
            options("b", Map.of()),
            "FROM one AS a",
            "FROM two AS unused",
            "FROM three AS b",
            "COPY --from=a /x /x",
            "FROM four");
    assertEquals(List.of(0, 2), plan.stages().stream().map(StagePlan::index).toList());
    assertEquals(2, plan.target().index());
    assertEquals(
        List.of("docker.io/library/one:latest", "docker.io/library/three:latest"), resolved);
    Operation.Copy copy =
        assertInstanceOf(Operation.Copy.class, plan.target().operations().getFirst());
    assertEquals(new Origin.Stage(0), copy.from());
  }

  @Test
  void buildArgumentWinsOverDefaults() throws Exception {
    BuildPlan plan =
        plan(
            options("", Map.of("V", "3")),
            "ARG V=1",
            "FROM base:$V",
            "ARG V",
            "RUN echo $V",
            "ARG W=$V-w",
            "ENV X=$W");
    assertEquals(List.of("docker.io/library/base:3"), resolved);
    Operation.Run run =
        assertInstanceOf(Operation.Run.class, plan.target().operations().getFirst());
    assertTrue(run.environment().contains("V=3"), run.environment().toString());
    assertTrue(plan.target().config().environment().contains("X=3-w"));
    assertEquals(
        "RUN |1 V=3 /bin/sh -c echo $V # buildkit", plan.target().history().get(1).createdBy());
  }

  @Test
  void historyShowsArgumentsAsTheyAreAtEachCommand() throws DockerfileException, IOException {
    BuildPlan plan =
        plan(
            "FROM scratch AS base",
            "ARG A=1",
            "RUN x",
            "ARG B",
            "RUN x",
            "ENV A=2 C=3",
            "RUN x",
            "ARG A=4 C",
            "RUN x",
            "FROM base",
            "RUN x");
    List<String> commands =
        plan.target().history().stream()
            .map(HistoryStep::createdBy)
            .filter(text -> text.startsWith("RUN"))
            .map(text -> text.replace("/bin/sh -c x # buildkit", ""))
            .toList();
    assertEquals(
        List.of(
            "RUN |1 A=1 ",
            "RUN |2 A=1 B= ",
            "RUN |2 A=2 B= ",
            "RUN |3 A=4 B= C=3 ",
            "RUN |3 A=2 B= C=3 "),
        commands);
  }

  @Test
  void triggersOfTheBaseRunFirst() throws Exception {
    base = ConfigState.empty().toBuilder().onBuild("COPY . /app").onBuild("RUN make").build();
    BuildPlan plan = plan("FROM builder", "RUN test");
    List<String> texts = plan.target().operations().stream().map(o -> o.step().text()).toList();
    assertEquals(List.of("ONBUILD COPY . /app", "ONBUILD RUN make", "RUN test"), texts);
    assertEquals(List.of(), plan.target().config().onBuild());
  }

  @Test
  void entrypointClearsAnInheritedCommandOnly() throws Exception {
    base = ConfigState.empty().toBuilder().cmd(List.of("sh")).build();
    assertEquals(null, plan("FROM b", "ENTRYPOINT [\"x\"]").target().config().cmd());
    ConfigState own = plan("FROM b", "CMD [\"y\"]", "ENTRYPOINT [\"x\"]").target().config();
    assertEquals(List.of("y"), own.cmd());
  }

  @Test
  void workingDirectoriesAreJoinedAndMade() throws Exception {
    BuildPlan plan = plan("FROM scratch", "USER app", "WORKDIR /a", "WORKDIR b/../c", "COPY x y/");
    Operation.MakeDirectory second =
        assertInstanceOf(Operation.MakeDirectory.class, plan.target().operations().get(1));
    assertEquals("/a/c", second.path());
    assertEquals(Optional.of("app"), second.owner());
    Operation.Copy copy = assertInstanceOf(Operation.Copy.class, plan.target().operations().get(2));
    assertEquals("/a/c/y/", copy.destination());
    assertEquals("[3/3]", copy.step().position());
  }

  @Test
  void scriptHeredocsBecomeFiles() throws Exception {
    BuildPlan plan = plan("FROM b", "RUN <<EOF", "#!/usr/bin/python", "print()", "EOF");
    Operation.Run run =
        assertInstanceOf(Operation.Run.class, plan.target().operations().getFirst());
    assertEquals(List.of("/bin/sh", "-c", "/dev/pipes/EOF"), run.arguments());
    assertEquals("#!/usr/bin/python\nprint()\n", run.scripts().getFirst().content());
    assertEquals("[2/2] RUN <<EOF (#!/usr/bin/python...)", run.step().label());
  }

  @Test
  void mountsAreExpandedAndTyped() throws Exception {
    BuildPlan plan =
        plan(
            "FROM b",
            "WORKDIR /w",
            "ARG D=cache",
            "RUN --mount=type=cache,target=$D,sharing=locked --mount=type=secret,id=a/b x");
    Operation.Run run = assertInstanceOf(Operation.Run.class, plan.target().operations().get(1));
    Mount.Cache cache = assertInstanceOf(Mount.Cache.class, run.mounts().getFirst());
    assertEquals("/w/cache", cache.target());
    assertEquals("cache", cache.id());
    assertEquals(Mount.Sharing.LOCKED, cache.sharing());
    Mount.Secret secret = assertInstanceOf(Mount.Secret.class, run.mounts().get(1));
    assertEquals(Optional.of("/run/secrets/b"), secret.target());
  }

  @Test
  void sourcesCannotLeaveTheContext() throws Exception {
    BuildPlan plan = plan("FROM scratch", "COPY ../../etc/passwd /x", "COPY --parents a/./b/c /d/");
    Operation.Copy first =
        assertInstanceOf(Operation.Copy.class, plan.target().operations().getFirst());
    assertEquals(new CopySource.Path("/etc/passwd", Optional.empty()), first.sources().getFirst());
    Operation.Copy second =
        assertInstanceOf(Operation.Copy.class, plan.target().operations().get(1));
    assertEquals(new CopySource.Path("b/c", Optional.of("/a")), second.sources().getFirst());
  }

  @Test
  void errorsSayWhatToDo() throws Exception {
    assertTrue(failure("FROM $BASE").contains("is empty once its variables are expanded"));
    assertTrue(failure("FROM a AS x", "COPY --from=3 /a /b").contains("no stage 3"));
    assertTrue(failure("FROM a AS x", "COPY --from=x /a /b").contains("circle"));
    assertTrue(failure("FROM a", "STOPSIGNAL SIGTERN").contains("not a signal"));
    assertTrue(failure("FROM a", "COPY https://x/y /b").contains("cannot take the URL"));
    assertTrue(failure("FROM a", "RUN --mount=type=tmpfs,target=/ x").contains("mount target"));
    assertTrue(failure("FROM A").contains("lower case"));
  }

  @Test
  void unknownTargetNamesASimilarStage() {
    DockerfileException e =
        assertThrows(
            DockerfileException.class,
            () -> plan(options("biuld", Map.of()), "FROM a AS build", "FROM b"));
    assertEquals("did you mean 'build'?", e.diagnostics().getFirst().advice());
  }

  @Test
  void warningsCanFailTheBuild() {
    DockerfileException e =
        assertThrows(
            DockerfileException.class,
            () -> plan("# check=error=true", "FROM scratch", "COPY $no /x"));
    assertEquals(
        "lint violation found for rules: UndefinedVar", e.diagnostics().getFirst().message());
    Diagnostic warning = e.diagnostics().get(1);
    assertEquals("UndefinedVar", warning.rule());
    assertEquals(3, warning.range().startLine());
  }

  @Test
  void errorsOfSeveralInstructionsAreReportedTogether() {
    DockerfileException e =
        assertThrows(
            DockerfileException.class,
            () ->
                plan(
                    "FROM a AS one",
                    "STOPSIGNAL SIGKIL",
                    "EXPOSE 99999",
                    "FROM one",
                    "COPY $no /x",
                    "STOPSIGNAL NOPE"));
    assertEquals(
        List.of(2, 3, 6), e.diagnostics().stream().map(d -> d.range().startLine()).toList());
    assertEquals("did you mean 'KILL'?", e.diagnostics().getFirst().advice());
  }

  @Test
  void spotIsTheWholeWordWhereThereIsOne() {
    DockerfileException e =
        assertThrows(
            DockerfileException.class,
            () -> plan("FROM a", "RUN --mount=type=cache,target=/targets,targe=/x true"));
    assertEquals(40, e.diagnostics().getFirst().spot().orElseThrow().column());
  }

  @Test
  void sourceDateEpochIsAnArgumentOrAGlobalDefault() throws Exception {
    assertEquals("", plan("FROM scratch").sourceDateEpoch());
    assertEquals("7", plan("ARG SOURCE_DATE_EPOCH=7", "FROM scratch").sourceDateEpoch());
    PlanOptions given = options("", Map.of("SOURCE_DATE_EPOCH", "8"));
    assertEquals("8", plan(given, "ARG SOURCE_DATE_EPOCH=7", "FROM scratch").sourceDateEpoch());
    assertEquals("8", plan(given, "FROM scratch").sourceDateEpoch());
    assertEquals("context", plan("ARG SOURCE_DATE_EPOCH=context", "FROM a").sourceDateEpoch());
  }

  @Test
  void sourceDateEpochMayNameAStageThatAddsOneRemoteSource() throws Exception {
    String[] good = {
      "ARG SOURCE_DATE_EPOCH=Src",
      "ARG BASE=scratch",
      "FROM $BASE AS src",
      "ARG V=1",
      "ADD https://example.com/src-$V.tar /",
      "FROM scratch"
    };
    assertEquals("Src", plan(good).sourceDateEpoch());
    String[][] wrong = {
      {"FROM debian AS src", "ADD https://e.com/x /", "must start FROM scratch"},
      {"FROM scratch AS src", "ADD x /", "must ADD one URL or git repository"},
      {"FROM scratch AS src", "RUN x", "may hold nothing but ARG and one ADD, found RUN"},
      {"FROM scratch AS src", "ARG A", "has no ADD"},
      {"FROM scratch AS other", "RUN x", "neither a number of seconds nor a stage or context"}
    };
    for (String[] lines : wrong) {
      String message = failure("ARG SOURCE_DATE_EPOCH=src", lines[0], lines[1], "FROM scratch");
      assertTrue(message.contains(lines[2]), message);
    }
  }
}
