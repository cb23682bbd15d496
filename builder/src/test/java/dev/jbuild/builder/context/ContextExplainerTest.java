package dev.jbuild.builder.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.builder.ContextReport;
import dev.jbuild.builder.ContextReport.Item;
import dev.jbuild.builder.ContextReport.Total;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextExplainerTest {
  @TempDir Path context = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    for (String path :
        List.of(
            "Dockerfile",
            "a.log",
            "logs/one.log",
            "logs/two.log",
            "logs/keep/three.log",
            "node_modules/x/y",
            "src/Main.java",
            "src/deep/Other.java",
            "build/out/app.jar",
            "build/tmp/z")) {
      Path file = context.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "12345");
    }
  }

  private ContextReport explain(String patterns) throws IOException {
    Files.writeString(context.resolve(".dockerignore"), patterns);
    Optional<IgnoreFile> ignore = IgnoreFile.find(context, context.resolve("Dockerfile"));
    return ContextExplainer.explain(context, ignore);
  }

  private static List<String> paths(ContextReport report, int pattern) {
    return report.patterns().get(pattern).paths().stream()
        .map(i -> i.path() + (i.directory() ? "/" : "") + (i.lookedInto() ? "" : "?"))
        .toList();
  }

  @Test
  void eachPathIsUnderTheLineThatDecided() throws IOException {
    ContextReport report =
        explain(
            "# comment\n*.log\nlogs\n!logs/keep\nnode_modules\nbuild\n!build/out/*.jar\nnone\n");
    assertEquals(List.of("a.log"), paths(report, 0));
    assertEquals(2, report.patterns().getFirst().pattern().line());
    assertEquals(List.of("logs/one.log", "logs/two.log"), paths(report, 1));
    assertEquals(List.of("logs/keep/"), paths(report, 2));
    assertEquals(List.of("node_modules/?"), paths(report, 3));
    assertEquals(List.of("build/tmp/?"), paths(report, 4));
    assertEquals(List.of("build/out/app.jar"), paths(report, 5));
    assertEquals(List.of(), paths(report, 6));
  }

  @Test
  void totalsAreByFirstDirectory() throws IOException {
    ContextReport report = explain("logs\nnode_modules\nbuild\n!build/out\n");
    assertEquals(
        List.of(".", "build", "src"),
        report.directories().stream().map(ContextReport.Directory::path).toList());
    assertEquals(new Total(2, 10), report.directories().get(2).total());
    assertEquals(new Total(1, 5), report.directories().get(1).total());
    // a.log, Dockerfile and the ignore file itself
    assertEquals(3, report.directories().getFirst().total().files());
    assertEquals(6, report.included().files());
  }

  @Test
  void folderThatWasWalkedInVainIsOneLine() throws IOException {
    ContextReport report = explain("logs\n!**/nothing\n");
    assertEquals(
        List.of(new Item("logs", true, true, new Total(3, 15))),
        report.patterns().getFirst().paths());
    assertEquals(new Total(3, 15), report.excluded());
  }

  @Test
  void ownIgnoreFileOfTheDockerfileCounts() throws IOException {
    Files.writeString(context.resolve("Dockerfile.dockerignore"), "src\n");
    ContextReport report = explain("logs\n");
    assertEquals("Dockerfile.dockerignore", report.ignoreFile());
    assertEquals(List.of("src/?"), paths(report, 0));
  }

  @Test
  void withoutIgnoreFileAllGoesIn() throws IOException {
    ContextReport report = ContextExplainer.explain(context, Optional.empty());
    assertEquals(new Total(10, 50), report.included());
    assertTrue(report.patterns().isEmpty());
  }
}
