package dev.jbuild.cli.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.json.Json;
import dev.jbuild.image.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `jbuild debug dockerfile` over many files: over the project's own, and over the corpora with
/// BuildKit's verdicts where these are (see `docs/conformance.md`).
class DebugDockerfileIT {
  @TempDir Path work;
  private Distribution distribution;

  @BeforeEach
  void distribution() throws IOException {
    distribution = new Distribution(work);
  }

  private static List<Path> testData() throws IOException {
    try (Stream<Path> all =
        Files.walk(Distribution.projectRoot().resolve("testdata/dockerfiles"))) {
      return all.filter(path -> path.endsWith("Dockerfile")).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"parse, parse", "typed, typed", "image, ok", "graph, llb|ok", "lint, lint"})
  void saysSomethingOfEveryFileInOrder(String facet, String members) throws Exception {
    List<Path> files = testData();
    String names = String.join("\n", files.stream().map(Path::toString).toList());

    Command.Result result =
        distribution
            .jbuild("debug", "dockerfile", "--emit", facet, "--files-from", "-")
            .input(names)
            .run()
            .succeeded();

    List<String> lines = result.out().lines().toList();
    assertEquals(files.size(), lines.size(), result.out());
    for (int i = 0; i < lines.size(); i++) {
      Map<?, ?> line = object(lines.get(i));
      assertEquals(files.get(i).toString(), line.get("file"));
      boolean parsed = Stream.of(members.split("\\|")).anyMatch(line::containsKey);
      assertTrue(parsed || (facet.equals("image") && line.size() == 1), lines.get(i));
    }
  }

  @Test
  @Timeout(60)
  void answersEachNameBeforeTheNextOneComes() throws Exception {
    Process process =
        new ProcessBuilder(
                distribution.home().resolve("bin/jbuild").toString(),
                "debug",
                "dockerfile",
                "--files-from",
                "-")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      try (Writer names = process.outputWriter(UTF_8)) {
        for (Path file : testData()) {
          names.append(file.toString()).append('\n').flush();
          assertTrue(lines.readLine().contains("\"file\":\"" + file + "\""), file.toString());
        }
      }
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it did not end");
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void formatsTheTestDataWithoutAFailure() throws Exception {
    Path copy = Files.createDirectories(work.resolve("copy"));
    int number = 0;
    for (Path file : testData()) {
      if (!file.toString().contains("/negative/")) {
        Files.copy(file, copy.resolve("Dockerfile." + number++));
      }
    }
    distribution.run("fmt", copy.toString());
    assertEquals("", distribution.run("fmt", "--check", copy.toString()).out());
  }

  @ParameterizedTest
  @CsvSource({
    "parse, parse, 0",
    "typed, typed, 0",
    "image, image, 3",
    "graph, llb, 0",
    "lint, lint, 1"
  })
  void agreesWithTheVerdictsOnTheCorpora(String facet, String oracle, int known) throws Exception {
    Path corpora = Distribution.projectRoot().resolveSibling("shared/corpora");
    String given = System.getProperty("corpora");
    corpora = given == null ? corpora : Path.of(given);
    List<String> differing = new ArrayList<>();
    for (String set :
        Files.isDirectory(corpora) ? List.of("dockerfiles", "suites") : List.<String>of()) {
      Map<String, Map<?, ?>> verdicts =
          verdicts(corpora.resolve("oracle/%s.buildkit-%s.jsonl.gz".formatted(set, oracle)));
      Command.Result result =
          distribution
              .jbuild("debug", "dockerfile", "--emit", facet, "--files-from", "-")
              .in(corpora.resolve(set))
              .input(String.join("\n", verdicts.keySet()))
              .run()
              .succeeded();
      List<String> lines = result.out().lines().toList();
      assertEquals(verdicts.size(), lines.size());
      int at = 0;
      for (Map.Entry<String, Map<?, ?>> verdict : verdicts.entrySet()) {
        Object found = withoutMessages(object(lines.get(at++)));
        if (!found.equals(withoutMessages(verdict.getValue()))) {
          differing.add(verdict.getKey());
        }
      }
    }
    // the wording of errors is jbuild's own; which error of several comes first is a race
    assertTrue(differing.size() <= known, () -> String.join("\n", differing));
  }

  private static Map<?, ?> object(String line) throws IOException {
    return ((JsonObject) Objects.requireNonNull(Json.parse(line.getBytes(UTF_8)))).members();
  }

  private static Map<String, Map<?, ?>> verdicts(Path file) throws IOException {
    Map<String, Map<?, ?>> verdicts = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      in.lines()
          .forEach(line -> {
            try {
              Map<?, ?> verdict = object(line);
              verdicts.put((String) Objects.requireNonNull(verdict.get("file")), verdict);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return verdicts;
  }

  private static Object withoutMessages(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case JsonObject object -> withoutMessages(object.members());
      case Map<?, ?> map -> {
        Map<String, Object> out = new TreeMap<>();
        map.forEach((key, member) -> {
          Object kept = key.equals("error") ? "" : withoutMessages(member);
          out.put((String) key, kept);
        });
        yield out;
      }
      case List<?> list -> list.stream().map(DebugDockerfileIT::withoutMessages).toList();
      default -> value;
    };
  }
}
