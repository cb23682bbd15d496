package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of a build, a pull and a push: the next command works, and nothing that
/// was half done can be seen.
final class KilledIT {
  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 192;

  @TempDir Path work;
  private Distribution distribution;

  @BeforeEach
  void base() throws IOException, InterruptedException {
    Distribution.needsRoot();
    distribution = new Distribution(work);
    distribution.importBusybox();
  }

  @AfterEach
  void nothingStaysMounted() throws IOException {
    if (distribution == null) {
      return;
    }
    assertFalse(
        Files.readString(Path.of("/proc/self/mounts")).contains(work.toString()),
        "something below a store is still mounted");
  }

  @Test
  void aKilledBuildLeavesNothingThatStandsInTheWay() throws IOException, InterruptedException {
    Path context = Files.createDirectories(work.resolve("context"));
    Path dockerfile = context.resolve("Dockerfile");
    Files.writeString(
        dockerfile, "FROM busybox\nRUN echo one > /one\nRUN echo two > /two; sleep 611\n");
    Path log = work.resolve("build.log");
    Process build =
        distribution
            .jbuild("build", "--progress", "plain", "-t", "killed", context.toString())
            .start(log);
    Await.until("the second step runs", () -> sleeping() ? true : null, build::isAlive);

    kill(build);

    Await.until("the container of the step ends", () -> sleeping() ? null : true, () -> true);
    assertHealthy(distribution);
    assertFalse(distribution.run("images").out().contains("killed"));
    Files.writeString(
        dockerfile, "FROM busybox\nRUN echo one > /one\nRUN echo two > /two\nCMD cat /one /two\n");
    distribution.run("build", "-q", "-t", "killed", context.toString());
    assertEquals("one\ntwo\n", distribution.run("run", "--rm", "killed").out());
    assertHealthy(distribution);
    try (var sessions = Files.list(distribution.store().resolve("sessions"))) {
      assertEquals(List.of(), sessions.toList());
    }
    assertFalse(Files.exists(distribution.store().resolve("steps")));
  }

  @Test
  void aKilledPullIsTakenUpByTheNext() throws IOException, InterruptedException {
    try (DebianRegistry registry = new DebianRegistry(work.resolve("registry"))) {
      String image = bigImage(registry);
      distribution.run("push", "-q", image);
      Distribution elsewhere = new Distribution(Files.createDirectory(work.resolve("elsewhere")));
      Process pull = elsewhere.jbuild("pull", image).start(work.resolve("pull.log"));
      Await.until(
          "the pull writes", () -> size(elsewhere.store()) > BLOCK ? true : null, pull::isAlive);

      kill(pull);

      assertHealthy(elsewhere);
      assertFalse(elsewhere.run("images").out().contains("big"));
      elsewhere.run("pull", "-q", image);
      assertEquals(
          (long) BLOCKS * BLOCK + "\n",
          elsewhere.run("run", "--rm", image, "stat", "-c", "%s", "/data").out());
      assertHealthy(elsewhere);
    }
  }

  @Test
  void aKilledPushIsTakenUpByTheNext() throws IOException, InterruptedException {
    try (DebianRegistry registry = new DebianRegistry(work.resolve("registry"))) {
      String image = bigImage(registry);
      Path uploads = work.resolve("registry/data");
      Process push = distribution.jbuild("push", image).start(work.resolve("push.log"));
      Await.until(
          "the registry gets bytes", () -> size(uploads) > BLOCK ? true : null, push::isAlive);

      kill(push);

      assertHealthy(distribution);
      distribution.run("push", "-q", image);
      Distribution elsewhere = new Distribution(Files.createDirectory(work.resolve("elsewhere")));
      elsewhere.run("pull", "-q", image);
      assertHealthy(elsewhere);
    }
  }

  /// Builds an image whose layer takes a moment to compress and to send, named for a registry.
  private String bigImage(DebianRegistry registry) throws IOException, InterruptedException {
    Path context = Files.createDirectories(work.resolve("big"));
    Random random = new Random(1);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(context.resolve("data"))) {
      for (int i = 0; i < BLOCKS; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    Files.writeString(context.resolve("Dockerfile"), "FROM busybox\nCOPY data /data\n");
    distribution.run("build", "-q", "-t", "big", context.toString());
    String image = registry.address() + "/some/big:1";
    distribution.run("tag", "big", image);
    return image;
  }

  private static void assertHealthy(Distribution distribution) throws InterruptedException {
    distribution.run("system", "check");
    distribution.run("images");
  }

  private static void kill(Process process) throws InterruptedException {
    assertTrue(process.isAlive(), "it has to be killed while it works");
    process.destroyForcibly();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
  }

  private static long size(Path root) throws IOException {
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.mapToLong(KilledIT::fileSize).sum();
    } catch (java.io.UncheckedIOException e) {
      return 0; // it changes while it is walked; the next look counts
    }
  }

  private static long fileSize(Path path) {
    try {
      return Files.isRegularFile(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      return 0; // it has just gone
    }
  }

  /// Whether the command of the killed step runs.
  private static boolean sleeping() {
    return ProcessHandle.allProcesses()
        .anyMatch(process ->
            process
                .info()
                .arguments()
                .map(arguments ->
                    arguments.length > 0 && arguments[arguments.length - 1].equals("611"))
                .orElse(false));
  }
}
