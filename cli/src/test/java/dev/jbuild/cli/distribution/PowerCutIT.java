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
  private final List<Integer> built = new CopyOnWriteArrayList<>();
  private volatile boolean enough;

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

  @Test
  void whatWasAcknowledgedIsThereAndTheStoreIsSound()
      throws IOException, InterruptedException, ExecutionException {
    Distribution distribution = new Distribution(work.resolve("disk"));
    List<Cut> cuts = new ArrayList<>();
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<?> building =
          worker.submit(() -> {
            build(distribution);
            return null;
          });
      while (built.isEmpty() && !building.isDone()) {
        Thread.sleep(10);
      }
      while (cuts.size() < CUTS && !building.isDone()) {
        Thread.sleep(random.nextLong(LONGEST_PAUSE_MILLIS));
        cuts.add(cut(cuts.size()));
      }
      enough = true;
      building.get();
    }
    assertEquals(CUTS, cuts.size());
    boolean lossy = false;
    for (Cut cut : cuts) {
      lossy |= isSoundAfter(cut);
    }
    assertTrue(lossy, "no copy lacks what was not forced, so this test shows nothing");
  }

  /// Builds image after image until it is told to stop.
  private void build(Distribution distribution) throws IOException, InterruptedException {
    distribution.importBusybox();
    Path context = Files.createDirectories(work.resolve("context"));
    byte[] content = new byte[4000];
    for (int i = 0; i < 100; i++) {
      random.nextBytes(content);
      Files.write(context.resolve("file" + i), content);
    }
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM busybox\nCOPY . /files\nRUN cp /files/number /number\nCMD [\"cat\", \"/number\"]\n");
    for (int i = 0; !enough; i++) {
      Files.writeString(context.resolve("number"), i + "\n");
      distribution.run("build", "-q", "-t", "image" + i, context.toString());
      built.add(i);
      if (i >= KEPT) {
        int oldest = i - KEPT;
        built.removeIf(image -> image == oldest);
        distribution.run("rmi", "-f", "image" + oldest);
      }
    }
  }

  private Cut cut(int number) throws IOException, InterruptedException {
    List<Integer> images = new ArrayList<>(built);
    Path copy = disk("cut" + number);
    Files.writeString(work.resolve("disk/unforced" + number), "not on the disk yet");
    new Command("cp", "--reflink=always", disk("now").toString(), copy.toString())
        .run()
        .succeeded();
    images.retainAll(built);
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

  /// @return whether the disk had lost what nobody forced
  private boolean isSoundAfter(Cut cut) throws IOException, InterruptedException {
    Rebooted after = reboot(cut);
    after.run("system", "check");
    for (int image : cut.images()) {
      assertEquals(
          image + "\n", after.run("run", "--rm", "image" + image).out(), cut.disk().toString());
    }
    after.distribution().importBusybox();
    after.run("build", "-q", "-t", "again", work.resolve("context").toString());
    assertNotEquals("", after.run("run", "--rm", "again").out());
    after.run("system", "check");
    new Command("umount", mounted.removeFirst().toString()).run().succeeded();
    return after.lossy();
  }
}
