package dev.jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found in the cache of earlier builds and what is not.
class CacheIT {
  private static final String APP =
      """
      FROM scratch
      WORKDIR /w
      COPY src /w/
      RUN echo built > /out
      CMD ["/out"]
      """;

  @TempDir Path temp;
  private BuildFixture build;

  @BeforeEach
  void open() throws IOException {
    build = new BuildFixture(temp);
    build.file("src/main.c", "int main;").file("src/util.c", "int util;").file("notes", "n");
  }

  @AfterEach
  void close() throws IOException {
    build.close();
  }

  private Path source() {
    return build.context.resolve("src/main.c");
  }

  @Test
  void unchangedBuildIsCachedAndGivesTheSameImage() throws Exception {
    BuildResult first = build.build(APP);
    assertEquals(3, build.executed().size());
    BuildResult second = build.build(APP);
    assertEquals(List.of(), build.executed());
    assertEquals(3, build.cached().size());
    assertEquals(first.imageId(), second.imageId());
    assertEquals(first.manifest(), second.manifest());
    assertEquals(3, second.cachedSteps());
    assertEquals(1, build.executor.requests().size());
  }

  @Test
  void touchedFileIsNoChange() throws Exception {
    build.build(APP);
    Files.setLastModifiedTime(source(), FileTime.from(Instant.EPOCH));
    build.build(APP);
    assertEquals(3, build.cached().size());
  }

  @Test
  void changedModeOrContentRebuildsFromThere() throws Exception {
    build.build(APP);
    Files.setPosixFilePermissions(source(), PosixFilePermissions.fromString("rwx------"));
    build.build(APP);
    assertEquals(2, build.executed().size());
    assertEquals(1, build.cached().size());
    Files.writeString(source(), "int mane;");
    build.build(APP);
    assertEquals(2, build.executed().size());
    Files.writeString(source(), "int main;");
    build.build(APP);
    assertEquals(0, build.executed().size(), "the content of before is still known");
  }

  @Test
  void filesThatNoStepReadsDoNotMatter() throws Exception {
    build.file(".dockerignore", "src/*.log\n");
    build.build(APP);
    build.file("notes", "changed").file("src/x.log", "ignored");
    build.build(APP);
    assertEquals(3, build.cached().size());
  }

  @Test
  void movedDirectoryWithTheSameContentIsCached() throws Exception {
    build.build(APP);
    Files.move(build.context.resolve("src"), build.context.resolve("elsewhere"));
    build.build(APP.replace("COPY src", "COPY elsewhere"));
    assertEquals(3, build.cached().size());
  }

  @Test
  void argumentsInScopeBelongToTheKeyOfRun() throws Exception {
    String file = "FROM scratch\nRUN echo one\nARG V=1\nRUN echo two\n";
    build.build(file);
    build.build(file, b -> b.buildArgs(Map.of("V", "2")));
    assertEquals(1, build.cached().size());
    assertEquals(1, build.executed().size());
    build.build(file, b -> b.buildArgs(Map.of("UNKNOWN", "2")));
    assertEquals(2, build.cached().size());
  }

  @Test
  void environmentBelongsToTheKeyOfLaterRunsOnly() throws Exception {
    build.build("FROM scratch\nRUN echo one\nENV A=1\nRUN echo two\n");
    build.build("FROM scratch\nRUN echo one\nENV A=2\nRUN echo two\n");
    assertEquals(1, build.cached().size());
  }

  @Test
  void labelsAndCommandsChangeTheImageButNoStep() throws Exception {
    BuildResult first = build.build("FROM scratch\nLABEL v=1\nRUN echo one\nCMD a\n");
    BuildResult second = build.build("FROM scratch\nLABEL v=2\nRUN echo one\nCMD b\n");
    assertEquals(1, build.cached().size());
    assertNotEquals(first.imageId(), second.imageId());
  }

  @Test
  void changedStepRebuildsAllAfterIt() throws Exception {
    build.build("FROM scratch\nRUN echo a > /a\nRUN echo b > /b\nRUN echo c > /c\n");
    build.build("FROM scratch\nRUN echo a > /a\nRUN echo x > /b\nRUN echo c > /c\n");
    assertEquals(1, build.cached().size());
    assertEquals(2, build.executed().size());
  }

  @Test
  void orderOfStepsMatters() throws Exception {
    build.build("FROM scratch\nRUN echo a > /a\nRUN echo b > /b\n");
    build.build("FROM scratch\nRUN echo b > /b\nRUN echo a > /a\n");
    assertEquals(2, build.executed().size());
  }

  @Test
  void stepThatMadeTheSameAsBeforeDoesNotDisturbThoseAfterIt() throws Exception {
    build.file("src/gen", "x");
    build.build("FROM scratch\nCOPY src /s\nRUN echo made > /s/gen\nRUN echo last\n");
    Files.setPosixFilePermissions(source(), PosixFilePermissions.fromString("rw-------"));
    build.build("FROM scratch\nCOPY src /s\nRUN echo made > /s/gen\nRUN echo last\n");
    assertEquals(3, build.executed().size(), "the copy differs, so all above it does");
  }

  @Test
  void copyFromAStageLooksAtWhatIsCopiedOnly() throws Exception {
    String file =
        """
        FROM scratch AS make
        COPY src /src
        RUN echo binary > /bin
        FROM scratch
        COPY --from=make /bin /app
        """;
    build.build(file);
    Files.writeString(source(), "int other;");
    build.build(file);
    assertEquals(2, build.executed().size(), build.executed().toString());
    assertEquals(1, build.cached().size());
    assertTrue(build.cached().getFirst().contains("COPY --from=make"), build.cached().toString());
  }

  @Test
  void linkedCopySurvivesAChangeBelow() throws Exception {
    build.build("FROM scratch\nRUN echo a > /a\nCOPY --link src /s\n");
    build.build("FROM scratch\nRUN echo b > /a\nCOPY --link src /s\n");
    assertEquals(1, build.cached().size());
  }

  @Test
  void noCacheCarriesEverythingOutAndFillsTheCache() throws Exception {
    build.build(APP);
    build.build(APP, b -> b.noCache(true));
    assertEquals(3, build.executed().size());
    build.build(APP);
    assertEquals(3, build.cached().size());
  }

  @Test
  void failedStepLeavesTheStepsBeforeItCached() throws Exception {
    String good = "FROM scratch\nRUN echo a > /a\nRUN echo b > /b\n";
    assertThrows(BuildException.class, () -> build.build(good + "RUN exit 3\n"));
    build.build(good);
    assertEquals(2, build.cached().size());
  }

  @Test
  void limitForTimesMakesOtherLayers() throws Exception {
    String file = "FROM scratch\nRUN echo a > /a\n";
    build.build(file);
    BuildResult limited = build.build(file, b -> b.sourceDateEpoch(Instant.ofEpochSecond(1000)));
    assertEquals(1, build.executed().size());
    assertEquals(
        Instant.ofEpochSecond(1000), build.view(limited).stat("/a").orElseThrow().modified());
    assertEquals(
        Instant.ofEpochSecond(1000), build.config(limited).value().created().orElseThrow());
  }

  @Test
  void equalStepsOfOneBuildAreCarriedOutOnce() throws Exception {
    build.build(
        """
        FROM scratch AS one
        RUN echo same > /f
        FROM scratch AS two
        RUN echo same > /f
        FROM scratch
        COPY --from=one /f /1
        COPY --from=two /f /2
        """);
    assertEquals(1, build.executor.requests().size());
  }

  @Test
  void brokenCacheRecordsAreOnlyMisses() throws Exception {
    build.build(APP);
    try (var records = Files.walk(build.store().root().resolve("records/cache"))) {
      for (Path record : records.filter(Files::isRegularFile).toList()) {
        Files.writeString(record, "{ broken");
      }
    }
    build.build(APP);
    assertEquals(3, build.executed().size());
  }

  @Test
  void cacheOutlivesTheProcess() throws Exception {
    build.build(APP);
    build.close();
    build = new BuildFixture(temp);
    build.build(APP);
    assertEquals(3, build.cached().size());
    assertEquals(List.of(), build.store().check());
  }

  private Path only(String directory, String part) throws IOException {
    try (Stream<Path> files = Files.list(build.store().root().resolve(directory))) {
      return files.filter(f -> f.toString().contains(part)).findFirst().orElseThrow();
    }
  }

  private String layerOfRun(BuildResult result) throws IOException {
    return build.config(result).value().diffIds().getLast().hex();
  }

  /// A build whose steps give the same bytes whenever they run.
  private BuildResult dated() throws Exception {
    return build.build(APP, b -> b.sourceDateEpoch(Instant.EPOCH));
  }

  private void assertRunAgain(BuildResult first) throws Exception {
    BuildResult second = dated();
    assertEquals(1, build.executed().size());
    assertEquals(2, build.cached().size());
    List<String> warnings =
        build.events.stream()
            .filter(e -> e instanceof BuildEvent.Warned)
            .map(e -> ((BuildEvent.Warned) e).message())
            .distinct()
            .toList();
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.getFirst().contains("RUN echo built > /out"), warnings.toString());
    assertTrue(warnings.getFirst().contains("missing or damaged"), warnings.toString());
    assertTrue(warnings.getFirst().contains("'jbuild system check --repair'"), warnings.toString());
    assertEquals(first.imageId(), second.imageId());
    assertEquals(List.of(), build.store().check());
    dated();
    assertEquals(3, build.cached().size(), "the layer is healed");
  }

  @Test
  void layerWhoseRecordIsDamagedIsMadeAgain() throws Exception {
    BuildResult first = dated();
    Files.writeString(only("layers", layerOfRun(first)), "{");
    assertRunAgain(first);
  }

  @Test
  void layerThatIsMissingIsMadeAgain() throws Exception {
    BuildResult first = dated();
    Files.delete(only("layers", layerOfRun(first)));
    assertRunAgain(first);
  }

  @Test
  void damagedRecordsOfStepsAreForgotten() throws Exception {
    build.build(APP);
    try (Stream<Path> files = Files.list(build.store().root().resolve("records/cache"))) {
      for (Path file : files.toList()) {
        Files.writeString(file, "nonsense");
      }
    }
    build.build(APP);
    assertEquals(3, build.executed().size());
    assertTrue(build.events.stream().anyMatch(e -> e instanceof BuildEvent.Warned));
    build.build(APP);
    assertEquals(3, build.cached().size());
  }
}
