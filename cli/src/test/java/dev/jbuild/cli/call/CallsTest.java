package dev.jbuild.cli.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.TestInvocation;
import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsTest {
  @TempDir Path directory = Path.of("");

  private TestInvocation.Result run(String dockerfile, String... options) throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "build";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[arguments.length - 1] = ".";
    return new TestInvocation(directory)
        .with("JBUILD_ROOT", directory.resolve("store").toString())
        .run(arguments);
  }

  private static JsonObject json(TestInvocation.Result result) throws IOException {
    return Json.parseObject(result.out().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void checkPrintsFindingsAsBuildxDoesAndExitsWithOne() throws IOException {
    var result = run("FROM debian:12\n\nENV MODE fast\n\nCMD [\"true\"]\n", "--call=check");
    assertEquals(
        """
        Check complete, 1 warning has been found!

        WARNING: LegacyKeyValueFormat - https://docs.docker.com/go/dockerfile/rule/legacy-key-value-format/
        "ENV key=value" should be used instead of legacy "ENV key value" format
        Dockerfile:3
        --------------------
           1 |     FROM debian:12
           2 |    \s
           3 | >>> ENV MODE fast
             |         ^^^^
        --------------------
        """
            .replaceAll("(?m) +$", ""),
        result.out().replaceAll("(?m) +$", ""));
    assertEquals(1, result.exitCode(), result.err());
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() throws IOException {
    String word = "\u001b[31mRUNN";
    var wrong = run("FROM debian:12\n" + word + "\n", "--check");
    assertTrue(wrong.err().contains("unknown instruction '\uFFFD[31mRUNN'"), wrong.err());
    var odd = run("FROM debian:12 AS A\u001b\nONBUILD RUN x\n", "--check");
    assertFalse((odd.out() + odd.err() + wrong.err()).contains("\u001b"), odd.out());
  }

  @Test
  void deviceWithoutEndNamesTheLimit() throws IOException {
    var result = run("", "--check", "-f", "/dev/zero");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("more bytes than the limit of 67108864"), result.err());
  }

  @Test
  void checkOfAGoodFileSaysSoAndNeedsNoStore() throws IOException {
    var result = run("FROM debian:12\nCMD [\"true\"]\n", "--check");
    assertEquals("Check complete, no warnings found.\n", result.out());
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(Files.exists(directory.resolve("store")));
  }

  @Test
  void levelDecidesWhatIsShown() throws IOException {
    String file = "FROM debian\nCOPY id_rsa /\nCMD [\"true\"]\n";
    assertEquals(List.of("SecretFileCopied"), rules(run(file, json("error"))));
    assertEquals(List.of("UnpinnedBase", "SecretFileCopied"), rules(run(file, json("warning"))));
    assertEquals(
        List.of("RunsAsRoot", "UnpinnedBase", "SecretFileCopied"), rules(run(file, json("info"))));
  }

  private static String[] json(String level) {
    return new String[] {"--call=check,format=json", "--check-level", level};
  }

  private static List<String> rules(TestInvocation.Result result) throws IOException {
    return ((List<?>) json(result).members().get("warnings"))
        .stream().map(w -> String.valueOf(((JsonObject) w).members().get("ruleName"))).toList();
  }

  @Test
  void jsonHasBuildKitsMembers() throws IOException {
    var result = run("FROM debian:12\nENV A b\n", "--call", "check,format=json");
    JsonObject all = json(result);
    JsonObject warning = (JsonObject) ((List<?>) all.members().get("warnings")).getFirst();
    assertEquals("LegacyKeyValueFormat", warning.members().get("ruleName"));
    assertEquals(
        "{\"ranges\":[{\"start\":{\"line\":2},\"end\":{\"line\":2}}]}",
        new String(Json.bytes(warning.members().get("location")), StandardCharsets.UTF_8));
    JsonObject source = (JsonObject) ((List<?>) all.members().get("sources")).getFirst();
    assertEquals("Dockerfile", source.members().get("filename"));
    assertEquals("RlJPTSBkZWJpYW46MTIKRU5WIEEgYgo=", source.members().get("data"));
    assertEquals(1, result.exitCode());
    assertEquals(0, run("FROM debian:12\nENV A b\n", "--call=check,ignorestatus=true").exitCode());
  }

  @Test
  void errorsComeAfterTheFindingsWithAllTheirPlaces() throws IOException {
    var result = run("FROM debian:12 AS Base\nCOPI a b\nRUN --mout=type=cache true\n", "--check");
    assertEquals(1, result.exitCode());
    assertTrue(result.out().contains("WARNING: StageNameCasing"), result.out());
    assertTrue(
        result.err().contains("Dockerfile:2:1: unknown instruction 'COPI'; did you mean 'COPY'?"),
        result.err());
    assertTrue(result.err().contains("(and 1 more problem)"), result.err());
    assertTrue(result.err().contains("unknown flag --mout; did you mean --mount?"), result.err());
  }

  @Test
  void directiveMakesWarningsErrors() throws IOException {
    String file = "# check=error=true\nFROM debian:12\nENV A b\n";
    var result = run(file, "--call=check,format=json");
    assertEquals(1, result.exitCode());
    JsonObject error = (JsonObject) json(result).members().get("buildError");
    assertEquals(
        "lint violation found for rules: LegacyKeyValueFormat", error.members().get("message"));
    assertTrue(result.err().contains("lint violation found"), result.err());
  }

  private static final String STAGES =
      """
      # SYSTEM is what all stands on
      ARG SYSTEM=debian
      ARG TAG=12
      ARG IMAGE=${SYSTEM}:${TAG}
      ARG UNUSED=1

      # build compiles
      FROM --platform=$BUILDPLATFORM ${IMAGE} AS build
      # JOBS at once
      ARG JOBS=4
      RUN --mount=type=secret,id=token,required --mount=type=cache,target=/root/.cache make
      FROM scratch AS unrelated
      ARG OTHER
      FROM debian:12
      COPY --from=build /app /app
      RUN --mount=type=ssh true
      """;

  @Test
  void outlineListsWhatTheTargetTakes() throws IOException {
    var result = run(STAGES, "--call=outline", "--build-arg", "TAG=13");
    assertEquals(
        """
        BUILD ARG   VALUE       DESCRIPTION
        SYSTEM      debian      is what all stands on
        TAG         13
        IMAGE       debian:13
        JOBS        4           at once

        SECRET   REQUIRED
        token    true

        SSH       REQUIRED
        default

        CACHE
        /root/.cache

        """,
        result.out().replaceAll("(?m) +$", ""));
    assertEquals(0, result.exitCode());
  }

  @Test
  void outlineOfANamedStageHasItsDescription() throws IOException {
    var result = run(STAGES, "--call=outline,format=json", "--target", "build");
    JsonObject outline = json(result);
    assertEquals("build", outline.members().get("name"));
    assertEquals("compiles", outline.members().get("description"));
    assertEquals(4, ((List<?>) outline.members().get("args")).size());
    assertEquals(
        "[{\"name\":\"token\",\"required\":true,\"location\":"
            + "{\"ranges\":[{\"start\":{\"line\":11},\"end\":{\"line\":11}}]}}]",
        new String(Json.bytes(outline.members().get("secrets")), StandardCharsets.UTF_8));
    assertFalse(outline.members().containsKey("ssh"));
  }

  @Test
  void targetsAreListedWithTheDefaultOne() throws IOException {
    assertEquals(
        """
        TARGET    DESCRIPTION
        build     compiles
        unrelated
        (default)
        """,
        run(STAGES, "--call=targets").out().replaceAll("(?m) +$", ""));
    var targets =
        (List<?>) json(run(STAGES, "--call=targets,format=json")).members().get("targets");
    assertEquals("scratch", ((JsonObject) targets.get(1)).members().get("base"));
    assertEquals(true, ((JsonObject) targets.get(2)).members().get("default"));
  }

  @Test
  void unknownTargetIsAnError() throws IOException {
    var result = run(STAGES, "--call=outline", "--target", "biuld");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("did you mean 'build'?"), result.err());
  }

  @Test
  void valuesOfTheOptionAreThoseOfBuildx() {
    assertEquals(
        new Call(Call.Method.CHECK, true, true), call("format=json,lint,ignorestatus=true"));
    assertEquals(Call.CHECK, call("check"));
    for (String wrong : List.of("chek", "check,outline", "check,colour=red")) {
      assertThrows(IllegalArgumentException.class, () -> Call.parse(wrong), wrong);
    }
  }

  private static Call call(String text) {
    return Call.parse(text);
  }

  @Test
  void fileMayComeFromStandardInput() throws IOException {
    var result =
        new TestInvocation(directory)
            .input("FROM debian\n")
            .run("build", "--check", "-f", "-", ".");
    assertTrue(result.out().contains("WARNING: UnpinnedBase\n"), result.out());
  }

  @Test
  void contextIsExplainedLineByLine() throws IOException {
    Files.writeString(directory.resolve(".dockerignore"), "*.tmp\ncache\n");
    Files.writeString(directory.resolve("a.tmp"), "12345");
    Files.createDirectories(directory.resolve("cache/deep"));
    Files.createDirectories(directory.resolve("src"));
    Files.writeString(directory.resolve("src/main"), "1234567890");
    var result = run("FROM scratch\n", "--explain-context");
    assertEquals(
        """
        In the context: 3 files, 35B

        SIZE   FILES   PATH
        25B    2       .
        10B    1       src/

        Left out: 1 file, 5B, and 1 directory not looked into

        .dockerignore:1: *.tmp
            a.tmp  5B

        .dockerignore:2: cache
            cache/  (not looked into)
        """,
        result.out());
    assertEquals(0, result.exitCode(), result.err());
    JsonObject json = json(run("FROM scratch\n", "--explain-context=json"));
    assertEquals(
        "{\"files\":1,\"bytes\":5}",
        new String(Json.bytes(json.members().get("excluded")), StandardCharsets.UTF_8));
    assertEquals(2, ((List<?>) json.members().get("patterns")).size());
    assertEquals(2, run("FROM scratch\n", "--explain-context=xml").exitCode());
  }
}
