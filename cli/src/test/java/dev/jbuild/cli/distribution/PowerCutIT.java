package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.layer.Image;
import dev.jbuild.layer.LoadedImage;
import dev.jbuild.layer.disk.DiskStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The power fails while jbuild works: what a command had acknowledged is there afterwards, and the
/// store is sound.
///
/// The store is on an ext4 disk that is a file on XFS. A copy by reference of that file is what the
/// disk held at one moment, without what the kernel had not written yet; such copies are mounted
/// later, under another boot ID, as if the machine had started again.
final class PowerCutIT {
  private static final long SEED = Long.getLong("jbuild.powercut.seed", 20261122);
  private static final int CUTS = Integer.getInteger("jbuild.powercut.cuts", 12);
  private static final int LONGEST_PAUSE_MILLIS = 900;

  /// How many images stay; older ones are removed, so that removals are cut as well.
  private static final int KEPT = 3;

  private static final String REBOOTED =
      "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"";

  /// What the disk held, and the images that were there before and after it was copied.
  private record Cut(Path disk, List<Integer> images) {}

  @TempDir(cleanup = CleanupMode.NEVER)
  Path work;

  private final Random random = new Random(SEED);
  private final List<Path> mounted = new ArrayList<>();
  private final List<Integer> made = new CopyOnWriteArrayList<>();
  private volatile boolean enough;

  /// Images whose numbers differ by this are the same.
  private int modulus = Integer.MAX_VALUE;

  @BeforeEach
  void disk() throws IOException, InterruptedException {
    Distribution.needsRoot();
    for (String tool : List.of("mkfs.xfs", "mkfs.ext4", "losetup")) {
      assumeTrue(Command.installed(tool), tool + " is not installed");
    }
    Path below = work.resolve("below.xfs");
    shell("truncate -s 2G %1$s && mkfs.xfs -q -m reflink=1 %1$s", below);
    Files.createDirectory(work.resolve("below"));
    Command.Result mount =
        new Command("mount", "-o", "loop", below.toString(), work.resolve("below").toString())
            .run();
    assumeTrue(mount.exitCode() == 0, () -> "this kernel mounts no XFS file: " + mount.err());
    mounted.addFirst(work.resolve("below"));
    shell("truncate -s 300M %1$s && mkfs.ext4 -q %1$s", disk("now"));
    mount(disk("now"), "disk");
  }

  @AfterEach
  void unmount() throws InterruptedException, IOException {
    while (!mounted.isEmpty()) {
      new Command("umount", mounted.getFirst().toString()).run().succeeded();
      mounted.removeFirst();
    }
    shell("rm -rf --one-file-system %s", work);
  }

  private Path disk(String name) {
    return work.resolve("below").resolve(name);
  }

  private void mount(Path disk, String name) throws IOException, InterruptedException {
    Path where = Files.createDirectories(work.resolve(name));
    new Command("mount", "-o", "loop", disk.toString(), where.toString()).run().succeeded();
    mounted.addFirst(where);
  }

  private static void shell(String script, Path path) throws InterruptedException {
    new Command("sh", "-c", script.formatted("'" + path + "'")).run().succeeded();
  }

  /// Makes image after image until it is told to stop.
  @FunctionalInterface
  private interface Maker {
    void make(int number, String name) throws IOException, InterruptedException;
  }

  @Test
  void whatWasBuiltIsThereAndTheStoreIsSound() throws Exception {
    Distribution distribution = new Distribution(work.resolve("disk"));
    distribution.importBusybox();
    Path context = context();
    List<Cut> cuts =
        cuts(
            distribution,
            (number, name) -> {
              Files.writeString(context.resolve("number"), number + "\n");
              distribution.run("build", "-q", "-t", name, context.toString());
            });
    assertSoundAfter(cuts);
  }

  /// The files of what was pulled are not forced, but unpacked again where the disk has lost them.
  @Test
  void whatWasPulledIsThereAndTheStoreIsSound() throws Exception {
    try (DebianRegistry registry = new DebianRegistry(Files.createDirectory(work.resolve("reg")))) {
      Distribution maker = new Distribution(Files.createDirectory(work.resolve("maker")));
      maker.importBusybox();
      Path context = context();
      for (int number = 0; number < 2 * KEPT; number++) {
        Files.writeString(context.resolve("number"), number + "\n");
        maker.run("build", "-q", "-t", registry.address() + "/app:" + number, context.toString());
        maker.run("push", "-q", registry.address() + "/app:" + number);
      }
      modulus = 2 * KEPT;
      Distribution distribution = new Distribution(work.resolve("disk"));
      List<Cut> cuts =
          cuts(
              distribution,
              (number, name) -> {
                String pulled = registry.address() + "/app:" + number % modulus;
                distribution.run("pull", "-q", pulled);
                distribution.run("tag", pulled, name);
                distribution.run("rmi", pulled);
              });
      assertTrue(assertSoundAfter(cuts), "no copy tells of files that were not forced");
    }
  }

  private List<Cut> cuts(Distribution distribution, Maker maker)
      throws IOException, InterruptedException, ExecutionException {
    List<Cut> cuts = new ArrayList<>();
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<?> making =
          worker.submit(() -> {
            makeAll(distribution, maker);
            return null;
          });
      while (made.isEmpty() && !making.isDone()) {
        Thread.sleep(10);
      }
      while (cuts.size() < CUTS && !making.isDone()) {
        Thread.sleep(random.nextLong(LONGEST_PAUSE_MILLIS));
        cuts.add(cut(cuts.size()));
      }
      enough = true;
      making.get();
    }
    assertEquals(CUTS, cuts.size());
    return cuts;
  }

  private Path context() throws IOException {
    Path context = Files.createDirectories(work.resolve("context"));
    byte[] content = new byte[4000];
    for (int i = 0; i < 100; i++) {
      random.nextBytes(content);
      Files.write(context.resolve("file" + i), content);
    }
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM busybox\nCOPY . /files\nRUN cp /files/number /number\nCMD [\"cat\", \"/number\"]\n");
    return context;
  }

  private void makeAll(Distribution distribution, Maker maker)
      throws IOException, InterruptedException {
    for (int i = 0; !enough; i++) {
      maker.make(i, "image" + i);
      made.add(i);
      if (i >= KEPT) {
        int oldest = i - KEPT;
        made.removeIf(image -> image == oldest);
        distribution.run("rmi", "-f", "image" + oldest);
      }
    }
  }

  private Cut cut(int number) throws IOException, InterruptedException {
    List<Integer> images = new ArrayList<>(made);
    Path copy = disk("cut" + number);
    Files.writeString(work.resolve("disk/unforced" + number), "not on the disk yet");
    new Command("cp", "--reflink=always", disk("now").toString(), copy.toString())
        .run()
        .succeeded();
    images.retainAll(made);
    return new Cut(copy, images);
  }

  /// All content and layers of an image are those that another process has stored and not forced;
  /// the process that gives it its name sees to it that they are there.
  @Test
  void whoReliesOnWhatOthersHaveNotForcedForcesIt() throws IOException, InterruptedException {
    Distribution made = new Distribution(work);
    made.importBusybox();
    String layout = work.resolve("layout").toString();
    made.run("save", "--format", "oci-dir", "-o", layout, "busybox");
    Distribution loaded = new Distribution(Files.createDirectory(work.resolve("loaded")));
    loaded.run("load", "-q", "-i", layout);
    Distribution distribution = new Distribution(work.resolve("disk"));
    Cut cut;
    try (DiskStore from = DiskStore.open(loaded.store(), InstantSource.system());
        DiskStore other = DiskStore.open(distribution.store(), InstantSource.system())) {
      storeAll(from, other);
      distribution.run("load", "-q", "-i", layout);
      cut = cut(0);
    }
    Rebooted after = reboot(cut);
    assertTrue(after.lossy(), "the copy lacks nothing, so this test shows nothing");
    after.run("system", "check");
    assertEquals("it runs\n", after.run("run", "--rm", "busybox", "echo", "it runs").out());
  }

  private static void storeAll(DiskStore from, DiskStore to) throws IOException {
    for (Digest digest : from.content().list()) {
      try (InputStream in = from.content().open(digest)) {
        to.content().ingest(in, digest, from.content().size(digest).orElseThrow());
      }
    }
    for (Image image : from.images().list()) {
      LoadedImage loaded = from.images().loadAny(image.manifest());
      to.layers().unpack(loaded.manifest().value(), loaded.config().value());
    }
  }

  /// The machine after a power cut.
  ///
  /// @param lossy whether its disk had lost what nobody forced
  private record Rebooted(Distribution distribution, Path bootId, boolean lossy) {
    Command.Result run(String... arguments) throws InterruptedException {
      return new Command("unshare", "-m", "sh", "-c", REBOOTED, bootId.toString())
          .and(distribution.home().resolve("bin/jbuild").toString())
          .and(arguments)
          .with(distribution.environment())
          .run()
          .succeeded();
    }
  }

  private Rebooted reboot(Cut cut) throws IOException, InterruptedException {
    String name = cut.disk().getFileName().toString();
    mount(cut.disk(), name);
    Path unforced = work.resolve(name).resolve(name.replace("cut", "unforced"));
    return new Rebooted(
        new Distribution(work.resolve(name)),
        Files.writeString(work.resolve("boot-id"), "after-the-power-cut\n"),
        !Files.exists(unforced) || Files.size(unforced) == 0);
  }

  /// @return whether after some of them files had to be looked at that were not forced
  private boolean assertSoundAfter(List<Cut> cuts) throws IOException, InterruptedException {
    boolean lossy = false;
    boolean unforced = false;
    for (Cut cut : cuts) {
      Rebooted after = reboot(cut);
      Path notes = after.distribution().store().resolve("unforced");
      unforced |= Files.isDirectory(notes) && !isEmpty(notes);
      assertSound(cut, after);
      lossy |= after.lossy();
      new Command("umount", mounted.removeFirst().toString()).run().succeeded();
    }
    assertTrue(lossy, "no copy lacks what was not forced, so this test shows nothing");
    return unforced;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private void assertSound(Cut cut, Rebooted after) throws IOException, InterruptedException {
    after.run("system", "check");
    for (int image : cut.images()) {
      String number = after.run("run", "--rm", "image" + image).out();
      assertEquals(image % modulus + "\n", number, cut.disk().toString());
    }
    after.distribution().importBusybox();
    after.run("build", "-q", "-t", "again", work.resolve("context").toString());
    assertNotEquals("", after.run("run", "--rm", "again").out());
    after.run("system", "check");
  }
}
