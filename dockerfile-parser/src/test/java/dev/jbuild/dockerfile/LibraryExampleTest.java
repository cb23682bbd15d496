package dev.jbuild.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.BuildPlan;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The example of `docs/library.md`: between the marks stands the very same text.
class LibraryExampleTest {

  // example
  static List<String> summary(String name, byte[] text) throws IOException {
    List<String> lines = new ArrayList<>();
    try {
      Dockerfile file = Dockerfile.parse(name, text);
      for (Stage stage : file.stages()) {
        lines.add("stage " + stage.index() + " from " + stage.from().base());
      }
      PlanOptions options = PlanOptions.forPlatform("linux/amd64");
      BuildPlan plan = Planner.plan(file, options, new StubWorld());
      for (Operation operation : plan.target().operations()) {
        lines.add(operation.step().label());
      }
      lines.add("command " + plan.target().config().cmd());
      for (Diagnostic warning : Linter.check(file.tree(), options, new StubWorld()).warnings()) {
        lines.add(warning.headline());
      }
    } catch (DockerfileException e) {
      lines.add(e.render());
    }
    return lines;
  }

  // end of example

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void exampleDoesWhatTheDocumentSays() throws IOException {
    String text = "FROM debian:12\nARG V=1\nRUN make v$V\nCMD [\"app\"]\nMAINTAINER me\n";
    assertEquals(
        List.of(
            "stage 0 from debian:12",
            "[2/2] RUN make v1",
            "command [app]",
            "Dockerfile:5:1: Maintainer instruction is deprecated in favor of using label"),
        summary("Dockerfile", bytes(text)));
    List<String> failure = summary("Dockerfile", bytes("FROM a\nRUNN x\n"));
    assertEquals(
        """
        error: Dockerfile:2:1: unknown instruction 'RUNN'
            2 | RUNN x
              | ^^^^
          = did you mean 'RUN'?\
        """,
        failure.getFirst());
  }

  @Test
  void documentShowsTheExample() throws IOException {
    Path top = Path.of("").toAbsolutePath();
    while (!Files.exists(top.resolve("docs/library.md"))) {
      top = top.getParent();
    }
    String source =
        Files.readString(
            top.resolve(
                "dockerfile-parser/src/test/java/dev/jbuild/dockerfile/LibraryExampleTest.java"));
    String example = source.split("  // example\n")[1].split("\n\n  // end of example")[0];
    String shown = example.lines().map(l -> l.substring(2)).collect(Collectors.joining("\n"));
    assertTrue(Files.readString(top.resolve("docs/library.md")).contains(shown), shown);
  }

  @Test
  void nothingButTheJdkIsNeededNotEvenToCompileAgainst() throws Exception {
    Path classes =
        Path.of(Dockerfile.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      Set<String> needed =
          ModuleDescriptor.read(in).requires().stream()
              .filter(r -> !r.modifiers().equals(Set.of(Requires.Modifier.STATIC)))
              .map(Requires::name)
              .collect(Collectors.toSet());
      assertEquals(Set.of("java.base"), needed);
    }
  }
}
