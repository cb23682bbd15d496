package dev.jbuild.dockerfile.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.ast.TreeText;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.lint.LintReport;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.PlanOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares trees and diagnostics with the golden directories of `testdata/dockerfiles`.
class GoldenTest {

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path dir = here; dir != null; dir = dir.getParent()) {
      Path found = dir.resolve("testdata/dockerfiles");
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    throw new IllegalStateException("testdata/dockerfiles is not above " + here);
  }

  static List<Path> cases() throws IOException {
    List<Path> cases = new ArrayList<>();
    for (Path parent : List.of(root(), root().resolve("negative"))) {
      try (Stream<Path> entries = Files.list(parent)) {
        entries.filter(e -> Files.exists(e.resolve("Dockerfile"))).sorted().forEach(cases::add);
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void treeAndDiagnosticsAreAsRecorded(Path directory) throws IOException {
    SourceFile source =
        SourceFile.of("Dockerfile", Files.readAllBytes(directory.resolve("Dockerfile")));
    String tree = "";
    List<Diagnostic> said;
    boolean failed;
    try {
      SyntaxTree parsed = SyntaxTree.parse(source);
      tree = TreeText.of(parsed) + "\n";
      LintReport report =
          Linter.check(parsed, PlanOptions.forPlatform("linux/amd64"), new StubWorld());
      said = new ArrayList<>(report.warnings());
      said.addAll(report.errors());
      failed = !report.errors().isEmpty();
    } catch (DockerfileException e) {
      said = e.diagnostics();
      failed = true;
    }
    String diagnostics =
        said.stream().map(d -> d.render() + "\n").collect(Collectors.joining("\n"));
    if (directory.getParent().endsWith("negative")) {
      assertTrue(failed, "a negative case must fail");
    } else {
      assertFalse(failed, diagnostics);
    }
    check(directory.resolve("ast.txt"), tree);
    check(directory.resolve("diagnostics.txt"), diagnostics);
  }

  private static void check(Path golden, String found) throws IOException {
    if (Boolean.getBoolean("jbuild.golden.update")) {
      Files.writeString(golden, found);
    }
    assertEquals(Files.readString(golden), found, golden.toString());
  }
}
