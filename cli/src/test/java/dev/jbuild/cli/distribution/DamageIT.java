package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores that somebody damaged: what commands say, and what a repair brings back.
final class DamageIT {
  @TempDir Path work;
  private Distribution distribution;
  private DebianRegistry registry;
  private String image;

  @BeforeEach
  void aPulledImage() throws IOException, InterruptedException {
    Distribution.needsRoot();
    distribution = new Distribution(work);
    registry = new DebianRegistry(work.resolve("registry"));
    image = registry.address() + "/damage";
    distribution.importBusybox();
    context("RUN mkdir /d && echo one > /d/one && echo two > /d/two");
    distribution.run("build", "-q", "-t", image, work.resolve("context").toString());
    // GNU tar's form of a layer, as other builders make it: in another order than ours
    distribution.run("push", "-q", "--compression-format", "gzip", image);
    distribution.run("rmi", "-f", image);
    distribution.run("system", "prune", "-af");
    distribution.run("pull", "-q", image);
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  private void context(String... instructions) throws IOException {
    Path context = Files.createDirectories(work.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"), "FROM busybox\n" + String.join("\n", instructions) + "\n");
  }

  /// The unpacked file of that name.
  private Path unpacked(String path) throws IOException {
    try (Stream<Path> trees = Files.list(distribution.store().resolve("l"))) {
      return trees.map(t -> t.resolve(path)).filter(Files::exists).findFirst().orElseThrow();
    }
  }

  private void assertToldAndRepaired(String told) throws InterruptedException {
    Command.Result check = distribution.jbuild("system", "check").run();
    assertEquals(1, check.exitCode(), check.out() + check.err());
    assertTrue(check.out().contains("layer sha256:"), check.out());
    assertTrue(check.out().contains("image '" + image + ":latest'"), check.out());
    assertTrue(check.out().contains("system check --repair"), check.out());
    assertTrue(check.out().contains(told), check.out());
    Command.Result repair = distribution.run("system", "check", "--repair");
    assertTrue(repair.out().contains("unpacked again"), repair.out());
    distribution.run("system", "check");
    Command.Result run = distribution.run("run", "--rm", image, "sh", "-c", "cat /d/*; ls -l /d");
    assertTrue(run.out().startsWith("one\ntwo\n"), run.out());
    assertTrue(run.out().contains("-rw-r--r--"), run.out());
  }

  @Test
  void aChangedByteIsFoundAndUndone() throws Exception {
    Files.writeString(unpacked("d/one"), "0ne\n");
    assertToldAndRepaired("its files in '");
  }

  @Test
  void aDeletedFileIsFoundAndBroughtBack() throws Exception {
    Files.delete(unpacked("d/two"));
    assertToldAndRepaired("its files in '");
  }

  @Test
  void aChangedModeIsFoundAndUndone() throws Exception {
    Files.setPosixFilePermissions(unpacked("d/one"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertToldAndRepaired("'/d/one' has mode 0777 instead of 0644");
  }

  private void cutRecords() throws IOException {
    try (Stream<Path> records = Files.list(distribution.store().resolve("layers"))) {
      for (Path record : records.toList()) {
        Files.writeString(record, "{\"schema\":");
      }
    }
  }

  @Test
  void damagedRecordsOfPulledLayersHealByThemselves() throws Exception {
    cutRecords();
    assertEquals("one\n", distribution.run("run", "--rm", image, "cat", "/d/one").out());
    cutRecords();
    distribution.run("pull", "-q", image);
    distribution.run("system", "check");
  }

  @Test
  void aBuildStepWhoseLayerIsDamagedRunsAgainAndSaysSo() throws Exception {
    distribution.importBusybox();
    context("RUN echo three > /three", "CMD cat /three");
    List<String> build = List.of("build", "-t", "app", work.resolve("context").toString());
    distribution.run(build.toArray(String[]::new));
    Path record =
        distribution
            .store()
            .resolve("layers")
            .resolve("sha256-" + lastLayer("app").substring("sha256:".length()) + ".json");
    Files.writeString(record, "{");
    Command.Result again = distribution.run(build.toArray(String[]::new));
    assertTrue(again.err().contains("system check --repair"), again.err());
    assertEquals("three\n", distribution.run("run", "--rm", "app").out());
    distribution.run("system", "check", "--repair");
    distribution.run("system", "check");
  }

  private String lastLayer(String name) throws InterruptedException {
    String format = "{{range .RootFS.Layers}}{{println .}}{{end}}";
    return distribution
        .run("inspect", "--format", format, name)
        .out()
        .strip()
        .lines()
        .toList()
        .getLast();
  }

  @Test
  void aBuildOnADamagedBaseSaysHowToRepairIt() throws Exception {
    distribution.importBusybox();
    context("RUN echo three > /three");
    cutRecords();
    String where = work.resolve("context").toString();
    Command.Result failed = distribution.jbuild("build", "-t", "app", where).run();
    assertEquals(1, failed.exitCode(), failed.err());
    assertTrue(failed.err().contains("system check --repair"), failed.err());
    distribution.run("system", "check", "--repair");
    distribution.run("build", "-t", "app", where);
  }
}
