package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The distribution runs anywhere, without a JDK, and from its AOT cache.
final class DistributionIT {
  private static final double CACHED_AT_LEAST = 0.97;

  @TempDir Path work;
  private Distribution distribution;

  @BeforeEach
  void distribution() throws IOException {
    distribution = new Distribution(work);
  }

  @Test
  void itStartsThroughLinksAndFromAnyDirectory() throws IOException, InterruptedException {
    Path start = distribution.home().resolve("bin/jbuild");
    Path absolute = Files.createSymbolicLink(work.resolve("absolute"), start);
    Files.createSymbolicLink(work.resolve("relative"), Path.of("absolute"));

    String expected = distribution.run("version").out();

    assertTrue(expected.startsWith("jbuild version "), expected);
    assertEquals(expected, new Command(absolute.toString()).and("version").run().succeeded().out());
    assertEquals(expected, new Command("./relative", "version").in(work).run().succeeded().out());
    assertEquals(
        expected,
        new Command("sh", "jbuild", "version").in(start.getParent()).run().succeeded().out());
    assertEquals(
        expected,
        new Command("sh", "-c", "exec jbuild version")
            .with("PATH", start.getParent() + ":/usr/bin:/bin")
            .run()
            .succeeded()
            .out());
  }

  @Test
  void optionsForOtherJavaProgramsMakeNoDifference() throws InterruptedException {
    Command.Result result =
        distribution.jbuild("version").with("JAVA_TOOL_OPTIONS", "-XX:+UseZGC").run().succeeded();

    assertEquals("", result.err());
  }

  @Test
  void aMovedTreeRunsWhereThereIsNoJdk() throws IOException, InterruptedException {
    Distribution.needsRoot();
    assumeTrue(Command.installed("mmdebstrap"), "mmdebstrap is not installed");
    Path tar = work.resolve("debian.tar");
    new Command(Distribution.projectRoot().resolve("testdata/make-base").toString())
        .and("debian", tar.toString())
        .run()
        .succeeded();
    Path root = Files.createDirectories(work.resolve("root/opt"));
    run("tar", "-xf", tar.toString(), "-C", work.resolve("root").toString(), "--exclude=./dev/*");
    run("cp", "-a", distribution.home().toString(), root.resolve("elsewhere").toString());
    String script =
        """
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" sh -ec '
          ! command -v java
          /opt/elsewhere/bin/jbuild version
          /opt/elsewhere/bin/jbuild images'
        """;

    Command.Result result =
        new Command("unshare", "-m", "--propagation", "private", "sh", "-c", script, "-")
            .and(work.resolve("root").toString())
            .with("JBUILD_ROOT", "/var/tmp/store")
            .run()
            .succeeded();

    assertTrue(result.out().startsWith("jbuild version "), result.out());
  }

  @Test
  void hotCommandsTakeNearlyAllClassesFromTheCache() throws IOException, InterruptedException {
    for (List<String> command : List.of(List.of("version"), List.of("images"))) {
      Path log = work.resolve(command.getFirst() + ".log");
      distribution
          .jbuild(command.toArray(String[]::new))
          .with("JBUILD_JAVA_OPTIONS", "-Xlog:class+load:file=" + log + ":none")
          .run()
          .succeeded();
      List<String> loaded = Files.readAllLines(log);
      List<String> others =
          loaded.stream().filter(line -> !line.contains("source: shared objects file")).toList();
      assertTrue(loaded.size() > 400, () -> "only " + loaded.size() + " classes were loaded");
      assertTrue(
          others.size() < (1 - CACHED_AT_LEAST) * loaded.size(),
          () -> command + " loaded these from elsewhere:\n" + String.join("\n", others));
    }
  }

  @Test
  void theCachesAreNamedInTheScriptAndAlone() throws IOException {
    String script = Files.readString(distribution.home().resolve("bin/jbuild"));
    try (Stream<Path> files = Files.list(distribution.home().resolve("lib"))) {
      List<String> caches =
          files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".aot")).toList();
      assertEquals(5, caches.size(), caches::toString);
      for (String cache : caches) {
        assertTrue(script.contains("cache=" + cache), script);
      }
    }
  }

  private static void run(String... words) throws InterruptedException {
    new Command(words).run().succeeded();
  }
}
