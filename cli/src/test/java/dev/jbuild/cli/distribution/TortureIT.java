package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments of everything that writes to a store, and many processes on one
/// store at once.
///
/// The moments come from `-Djbuild.torture.seed`, their number from `-Djbuild.torture.kills`.
final class TortureIT {
  private static final long SEED = Long.getLong("jbuild.torture.seed", 20261122);
  private static final int KILLS = Integer.getInteger("jbuild.torture.kills", 200);

  /// After how many kills everything is tried whole.
  private static final int ROUND = 40;

  private static final int SIDE_BY_SIDE = 8;

  /// What is killed.
  private enum Work {
    PULL,
    BUILD,
    IMPORT,
    TAG,
    RUN,
    LOAD,
    MANIFEST,
    PUSH,
    MOUNT,
    UMOUNT,
    REPAIR,
    REMOVE,
    PRUNE
  }

  /// The forms of `save` that are loaded.
  private static final List<String> FORMATS = List.of("docker-archive", "oci-archive", "oci-dir");

  @TempDir Path work;
  private final Random random = new Random(SEED);
  private final Map<Work, Duration> whole = new EnumMap<>(Work.class);
  private Distribution distribution;
  private DebianRegistry registry;
  private int changes;

  @BeforeEach
  void imagesInARegistry() throws IOException, InterruptedException {
    Distribution.needsRoot();
    distribution = new Distribution(work);
    distribution.importBusybox();
    registry = new DebianRegistry(work.resolve("registry"));
    publish("a", "busybox");
    publish("b", image("a"));
    publish("c", image("a"));
    for (String format : FORMATS) {
      String to = work.resolve(format).toString();
      distribution.run("save", "--format", format, "-o", to, image("b"), image("c"));
    }
    for (String name : List.of("a", "b", "c")) {
      distribution.run("rmi", "-f", image(name));
    }
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    if (registry != null) {
      distribution.jbuild("image", "umount", "-a", "-f").run();
      distribution.jbuild("umount", "-a", "-f").run();
      registry.close();
      assertFalse(
          Files.readString(Path.of("/proc/self/mounts")).contains(work.toString()),
          "something below the store is still mounted");
    }
  }

  /// An image of a few files on another one, pushed.
  private void publish(String name, String base) throws IOException, InterruptedException {
    Path context = Files.createDirectories(work.resolve(name).resolve("files"));
    byte[] content = new byte[5000];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(content);
      Files.write(context.resolve("file" + i), content);
    }
    Files.writeString(
        work.resolve(name).resolve("Dockerfile"),
        """
        FROM %s
        COPY files /files
        RUN echo %s > /name && rm /files/file7
        COPY Dockerfile /
        CMD ["cat", "/name"]
        """
            .formatted(base, name));
    distribution.run("build", "-q", "-t", image(name), work.resolve(name).toString());
    distribution.run("push", "-q", image(name));
  }

  private String image(String name) {
    return registry.address() + "/torture/" + name;
  }

  @Test
  void aStoreIsSoundAfterEveryKill() throws IOException, InterruptedException {
    int killed = 0;
    for (int i = 0; killed < KILLS; i++) {
      assertTrue(i < 2 * KILLS, "most commands end before they are killed");
      if (i % ROUND == 0) {
        everythingWorks();
      }
      Work what = Work.values()[random.nextInt(Work.values().length)];
      Path log = work.resolve("killed.log");
      Process process = command(what).start(log);
      long moment = random.nextLong(whole.get(what).toMillis());
      boolean ended = process.waitFor(moment, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      killed += ended ? 0 : 1;
      String story = what + " killed after " + moment + " ms, the " + i + "th:\n";
      if (what == Work.REPAIR) {
        Command.Result again = distribution.jbuild("system", "check", "--repair").run();
        assertEquals(0, again.exitCode(), () -> story + text(log) + again.out() + again.err());
      }
      assertSound(() -> story + text(log));
      if (what == Work.PRUNE || what == Work.REMOVE) { // an ID may be that of busybox as well
        distribution.importBusybox();
      }
    }
    everythingWorks();
  }

  private void assertSound(Supplier<String> story) throws InterruptedException {
    Command.Result check = distribution.jbuild("system", "check").run();
    assertEquals(0, check.exitCode(), () -> story.get() + check.out() + check.err());
    Command.Result images = distribution.jbuild("images").run();
    assertEquals(0, images.exitCode(), () -> story.get() + images.out() + images.err());
  }

  /// Each kind of work once, to its end; how long it takes bounds the moments of the kills.
  private void everythingWorks() throws IOException, InterruptedException {
    distribution.importBusybox();
    for (Work what : Work.values()) {
      long start = System.nanoTime();
      Command.Result result = command(what).run();
      long took = System.nanoTime() - start;
      assertEquals(0, result.exitCode(), () -> what + ": " + result.out() + result.err());
      whole.merge(what, Duration.ofNanos(took), (one, two) -> one.compareTo(two) < 0 ? one : two);
    }
    for (String name : List.of("a", "b", "c")) {
      distribution.run("pull", "-q", image(name));
      assertEquals(name + "\n", distribution.run("run", "--rm", image(name)).out());
      distribution.run("rmi", "-f", image(name));
    }
    distribution.importBusybox(); // the prune may have taken it
    try (Stream<Path> sessions = Files.list(distribution.store().resolve("sessions"))) {
      assertEquals(List.of(), sessions.toList(), "a session of a dead process is left");
    }
  }

  private Command command(Work what) throws IOException, InterruptedException {
    return switch (what) {
      case PULL -> distribution.jbuild("pull", image(anyName()));
      case BUILD -> {
        String name = anyName();
        Files.writeString(work.resolve(name).resolve("files/changed"), "" + changes++);
        yield distribution.jbuild("build", "-t", "built-" + name, work.resolve(name).toString());
      }
      case IMPORT -> {
        String tar = work.resolve("busybox.tar").toString();
        yield distribution.jbuild("import", tar, "imported-" + anyName());
      }
      case TAG -> distribution.jbuild("tag", "busybox", "tagged-" + anyName());
      case RUN -> {
        String[] run = {"run", "busybox", "sh", "-c", "echo written > /written"};
        yield random.nextBoolean()
            ? distribution.jbuild(run)
            : distribution.jbuild("run", "--rm").and(Arrays.copyOfRange(run, 1, run.length));
      }
      case LOAD -> {
        String from = work.resolve(FORMATS.get(random.nextInt(FORMATS.size()))).toString();
        yield distribution.jbuild("load", "-i", from);
      }
      case MANIFEST ->
          distribution.jbuild("manifest", "create", "-a", "listed-" + anyName(), "busybox");
      case PUSH -> {
        String target = registry.address() + "/torture/pushed" + changes++;
        distribution.run("tag", victim(), target);
        yield distribution.jbuild("push", target);
      }
      case MOUNT ->
          random.nextBoolean()
              ? distribution.jbuild("image", "mount", "busybox")
              : distribution.jbuild("mount", "-a");
      case UMOUNT -> {
        String[] umount =
            random.nextBoolean() ? new String[] {"image", "umount"} : new String[] {"umount"};
        distribution.jbuild("image", "mount", "busybox").run();
        distribution.jbuild("mount", "-a").run();
        yield distribution.jbuild(umount).and("-a", "-f");
      }
      case REPAIR -> {
        damage();
        yield distribution.jbuild("system", "check", "--repair");
      }
      case REMOVE -> distribution.jbuild("rmi", "-f", victim());
      case PRUNE ->
          random.nextInt(4) == 0
              ? distribution.jbuild("system", "prune", "-f", "-a")
              : distribution.jbuild("system", "prune", "-f");
    };
  }

  /// Cuts the record of a layer off, as nothing that jbuild does ever would.
  private void damage() throws IOException {
    try (Stream<Path> records = Files.list(distribution.store().resolve("layers"))) {
      List<Path> all = records.sorted().toList();
      Path record = all.get(random.nextInt(all.size()));
      Files.writeString(record, Files.readString(record).substring(0, 20));
    }
  }

  private String anyName() {
    return List.of("a", "b", "c").get(random.nextInt(3));
  }

  /// An image that may go; there is always one.
  private String victim() throws InterruptedException {
    List<String> victims = new ArrayList<>();
    for (String line : distribution.run("images").out().lines().skip(1).toList()) {
      String[] columns = line.split("\\s+", 4);
      if (!columns[0].equals("busybox")) {
        boolean tagged = !columns[0].equals("<none>") && !columns[1].equals("<none>");
        victims.add(tagged ? columns[0] + ":" + columns[1] : columns[2]);
      }
    }
    if (victims.isEmpty()) {
      distribution.run("tag", "busybox", "victim");
      return "victim";
    }
    return victims.get(random.nextInt(victims.size()));
  }

  @Test
  void processesSideBySideLoseAndDuplicateNothing() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    List<Path> logs = new ArrayList<>();
    for (int i = 0; i < SIDE_BY_SIDE; i++) {
      String name = List.of("a", "b", "c").get(i % 3);
      Command command =
          i % 2 == 0
              ? distribution.jbuild("pull", image(name))
              : distribution.jbuild(
                  "build", "--no-cache", "-t", "built" + i, work.resolve(name).toString());
      logs.add(work.resolve("side" + i + ".log"));
      processes.add(command.start(logs.getLast()));
    }
    for (int i = 0; i < SIDE_BY_SIDE; i++) {
      Path log = logs.get(i);
      assertEquals(0, processes.get(i).waitFor(), () -> text(log));
    }
    assertSound(() -> "side by side\n");
    for (int i = 0; i < SIDE_BY_SIDE; i++) {
      String name = List.of("a", "b", "c").get(i % 3);
      String built = i % 2 == 0 ? image(name) : "built" + i;
      assertEquals(name + "\n", distribution.run("run", "--rm", built).out());
    }
    assertEquals(
        count(distribution.store().resolve("layers")),
        count(distribution.store().resolve("l")),
        "each layer has one tree, and each tree is a layer's");
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
