package dev.jbuild.dockerfile;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.Severity;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.emit.StubWorld;
import dev.jbuild.dockerfile.format.DockerfileFormatter;
import dev.jbuild.dockerfile.ignore.IgnorePatterns;
import dev.jbuild.dockerfile.ignore.InvalidPatternException;
import dev.jbuild.dockerfile.instruction.InvalidInstructionException;
import dev.jbuild.dockerfile.instruction.MountOptions;
import dev.jbuild.dockerfile.lint.Linter;
import dev.jbuild.dockerfile.plan.PlanOptions;
import dev.jbuild.dockerfile.plan.Planner;
import dev.jbuild.dockerfile.shell.ExpansionException;
import dev.jbuild.dockerfile.shell.WordExpander;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Whatever the bytes are, only the declared exceptions come out. Runs over its seeds in the normal
/// build; `JAZZER_FUZZ=1` makes it search.
class DockerfileFuzzTest {

  @FuzzTest(maxDuration = "60s")
  void anyFileIsReadOrRefused(byte[] text) throws IOException {
    try {
      Dockerfile file = Dockerfile.parse("Dockerfile", text);
      Planner.plan(file, PlanOptions.forPlatform("linux/amd64"), new StubWorld());
    } catch (DockerfileException e) {
      e.render();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyFileIsFormattedWithoutChange(byte[] text) throws IOException {
    try {
      String once = DockerfileFormatter.format("Dockerfile", text);
      byte[] formatted = once.getBytes(StandardCharsets.UTF_8);
      if (!DockerfileFormatter.format("Dockerfile", formatted).equals(once)) {
        throw new AssertionError("formatting twice changes: " + once);
      }
      SyntaxTree tree = SyntaxTree.parse(SourceFile.of("Dockerfile", text));
      PlanOptions options = PlanOptions.forPlatform("linux/amd64");
      Linter.checkAll(tree, options, new StubWorld(), Severity.INFO);
    } catch (DockerfileException e) {
      e.render();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyFileWithExtrasIsReadOrRefused(byte[] text) throws IOException {
    try {
      Dockerfile file =
          Dockerfile.parseWithExtras(
              "Dockerfile", text, path -> "ENV INCLUDED=1\n".getBytes(StandardCharsets.UTF_8));
      Planner.plan(file, PlanOptions.forPlatform("linux/amd64"), new StubWorld());
    } catch (DockerfileException e) {
      e.render();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyWordIsExpandedOrRefused(FuzzedDataProvider data) {
    WordExpander words =
        new WordExpander(
            data.consumeBoolean() ? '\\' : '`',
            data.consumeBoolean(),
            data.consumeBoolean(),
            data.consumeBoolean(),
            data.consumeBoolean());
    Map<String, String> values =
        Map.of("A", data.consumeString(20), "B", data.consumeString(20), "E", "");
    try {
      words.expand(data.consumeRemainingAsString(), values::get);
    } catch (ExpansionException e) {
      // refused, as it may be
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyIgnoreFileIsReadOrRefused(FuzzedDataProvider data) {
    String path = data.consumeString(40);
    byte[] text = data.consumeRemainingAsString().getBytes(StandardCharsets.UTF_8);
    try {
      IgnorePatterns patterns = IgnorePatterns.parse(text);
      if (patterns.excludes(path) && !patterns.mayIncludeBelow(path)) {
        String below = path + "/x";
        if (path.matches("[a-z]+(/[a-z]+)*") && !patterns.excludes(below)) {
          throw new AssertionError("a walk would have missed '" + below + "'");
        }
      }
    } catch (InvalidPatternException e) {
      // refused, as it may be
    }
  }

  @FuzzTest(maxDuration = "60s")
  void anyMountIsReadOrRefused(FuzzedDataProvider data) {
    try {
      MountOptions.parse(data.consumeRemainingAsString(), value -> value);
      MountOptions.from(String.join(",", List.of("type=bind", data.consumeRemainingAsString())));
    } catch (InvalidInstructionException e) {
      // refused, as it may be
    }
  }
}
