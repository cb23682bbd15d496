package dev.jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.ContainerConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole builds with what only jbuild knows: INCLUDE, UNSET and variables in `--from`.
class ExtrasIT {
  private static final String FILE =
      """
      FROM scratch AS full
      COPY app /full
      FROM scratch AS slim
      COPY app /slim
      FROM scratch
      ARG VARIANT=full
      ENV A=1 B=2
      LABEL l=1
      ENTRYPOINT ["/e"]
      INCLUDE docker/steps
      COPY --from=$VARIANT / /app/
      UNSET ENV A
      UNSET LABEL *
      UNSET ENTRYPOINT
      """;

  @TempDir Path temp;
  private BuildFixture build;

  @BeforeEach
  void open() throws IOException {
    build = new BuildFixture(temp);
    build.file("app", "content");
    build.file("docker/steps", "WORKDIR /work\n\nRUN echo $B > x\n");
    build.file(".dockerignore", "docker\n");
  }

  @AfterEach
  void close() throws IOException {
    build.close();
  }

  private void check(BuildResult result, String variant) throws Exception {
    assertEquals("content", build.read(result, "/app/" + variant));
    List<String> environment = build.executor.requests().getLast().env();
    assertTrue(environment.contains("B=2"), environment.toString());
    ContainerConfig config = build.config(result).value().config();
    assertTrue(config.env("A").isEmpty());
    assertEquals("2", config.env("B").orElseThrow());
    assertEquals(Map.of(), config.labels());
    assertEquals("/work", config.workingDir());
  }

  @Test
  void optionSwitchesThemOn() throws Exception {
    BuildResult result =
        build.build(FILE, r -> r.extras(true).buildArgs(Map.of("VARIANT", "slim")));
    check(result, "slim");
  }

  @Test
  void commentSwitchesThemOn() throws Exception {
    check(build.build("# extras=true\n" + FILE), "full");
  }

  @Test
  void switchedOffTheyAreErrorsThatSayHow() {
    BuildException e = assertThrows(BuildException.class, () -> build.build(FILE));
    assertTrue(e.getMessage().startsWith("Dockerfile:10:"), e.getMessage());
    assertTrue(e.getMessage().contains("--extras"), e.getMessage());
  }

  @Test
  void failingStepsOfIncludedFilesAreShownInThem() throws Exception {
    build.file("docker/steps", "# comment\nRUN echo x\nRUN exit 3\n");
    BuildException e =
        assertThrows(BuildException.class, () -> build.build(FILE, r -> r.extras(true)));
    assertTrue(e.getMessage().startsWith("docker/steps:3: RUN exit 3"), e.getMessage());
    assertTrue(e.excerpt().contains("3 | >>> RUN exit 3"), e.excerpt());
  }

  @Test
  void linksDoNotLeadOutOfTheContext() throws Exception {
    Path outside = Files.writeString(temp.resolve("outside"), "RUN x\n");
    Files.createSymbolicLink(build.context.resolve("link"), outside);
    Files.createSymbolicLink(build.context.resolve("inner"), Path.of("docker/steps"));
    String file = "# extras=true\nFROM scratch\nINCLUDE ";
    BuildException e = assertThrows(BuildException.class, () -> build.build(file + "link\n"));
    assertTrue(e.getMessage().contains("out of the build context"), e.getMessage());
    assertFalse(build.config(build.build(file + "inner\n")).value().history().isEmpty());
    e = assertThrows(BuildException.class, () -> build.build(file + "docker\n"));
    assertTrue(e.getMessage().contains("it is not a file"), e.getMessage());
    e = assertThrows(BuildException.class, () -> build.build(file + "none\n"));
    assertTrue(e.getMessage().contains("no such file"), e.getMessage());
  }

  @Test
  void fileOfGigabytesNamesTheLimit() throws Exception {
    Path huge = temp.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    BuildException e =
        assertThrows(
            BuildException.class, () -> build.build("FROM scratch", r -> r.dockerfile(huge)));
    assertTrue(e.getMessage().contains("limit of 67108864"), e.getMessage());
  }
}
