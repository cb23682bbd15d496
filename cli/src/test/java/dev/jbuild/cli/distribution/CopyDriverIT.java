package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores where the kernel mounts no overlay, as in a container of another engine, and the copying
/// driver chosen by hand: the same images, the same containers, and nothing left of any.
final class CopyDriverIT {
  private static final String WARNING = "no overlay can be mounted in the store";
  private static final int FILES = 40_000;

  @TempDir Path work;
  private Distribution distribution;
  private boolean mounted;

  @BeforeEach
  void distribution() throws IOException {
    Distribution.needsRoot();
    distribution = new Distribution(work);
    Files.createDirectories(distribution.store());
  }

  @AfterEach
  void unmount() throws InterruptedException {
    if (mounted) {
      sh("umount '" + distribution.store() + "'");
    }
  }

  private static Command.Result sh(String command) throws InterruptedException {
    return new Command("sh", "-c", command).run().succeeded();
  }

  /// Puts the store on an overlay, which the kernel refuses as the upper part of another.
  private void storeOnOverlay() throws InterruptedException {
    sh(
        "cd '%s' && mkdir l u w && mount -t overlay -o lowerdir=l,upperdir=u,workdir=w none store"
            .formatted(work));
    mounted = true;
  }

  private String context(String... instructions) throws IOException {
    Path context = Files.createDirectories(work.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"), "FROM busybox\n" + String.join("\n", instructions) + "\n");
    return context.toString();
  }

  private static final String[] STEPS = {
    "RUN mkdir /d && echo one > /d/one && ln /d/one /d/uno && echo x > /x && chmod 700 /etc",
    "WORKDIR /w/deep",
    "RUN rm /d/one && rm -rf /var && mkdir /var && echo two > two && chmod 4755 /x",
    "RUN --mount=type=tmpfs,target=/scratch ls /d /w > /listed && touch /scratch/x",
    "RUN rm /x && mkdir /x && ln -s /d/uno /x/link && chown -R 5:6 /w",
    "CMD [\"sh\", \"-c\", \"cat /d/* /w/deep/two /x/link /listed; ls /var\"]"
  };

  private static final String PRINTED = "one\ntwo\none\n/d:\nuno\n\n/w:\ndeep\n";

  @Test
  void aStoreOnAnOverlayCanDoWhatOthersCan() throws Exception {
    storeOnOverlay();
    distribution.importBusybox();
    Command.Result build = distribution.run("build", "-t", "app", context(STEPS));
    assertEquals(2, build.err().split(WARNING, -1).length, build.err());
    assertTrue(build.err().contains("not supported as upperdir"), build.err());

    Command.Result run = distribution.run("run", "--rm", "app");
    assertEquals(PRINTED, run.out());
    assertEquals("", run.err());
    assertEquals(
        7, distribution.jbuild("run", "--rm", "app", "sh", "-c", "exit 7").run().exitCode());
    assertEquals(127, distribution.jbuild("run", "--rm", "app", "nothing").run().exitCode());

    distribution.run("run", "--name", "kept", "app", "sh", "-c", "rm -r /d; echo mine > /mine");
    String tar = work.resolve("kept.tar").toString();
    distribution.run("export", "-o", tar, "kept");
    List<String> exported = sh("tar tf '" + tar + "'").out().lines().toList();
    assertTrue(exported.contains("mine") && exported.contains("x/link"), exported.toString());
    assertFalse(exported.contains("d/"), exported.toString());

    Path place = Path.of(distribution.run("mount", "kept").out().strip());
    assertEquals("mine\n", Files.readString(place.resolve("mine")));
    assertTrue(distribution.run("mount").out().contains(place.toString()));
    distribution.run("umount", "kept");
    assertEquals("", distribution.run("mount").out());
    assertTrue(Files.exists(place.resolve("mine")), "a container's files went with its mount");

    Path image = Path.of(distribution.run("image", "mount", "app").out().strip());
    distribution.run("image", "mount", "app");
    assertEquals("one\n", Files.readString(image.resolve("d/uno")));
    assertFalse(Files.exists(image.resolve("d/one"), LinkOption.NOFOLLOW_LINKS));
    distribution.run("image", "umount", "app");
    assertTrue(Files.exists(image), "it was mounted twice");
    distribution.run("image", "umount", "app");
    assertFalse(Files.exists(image));

    distribution.run("system", "check");
    distribution.run("system", "df");
    distribution.run("save", "-o", work.resolve("app.tar").toString(), "app");
    distribution.run("rm", "kept");
    distribution.run("rmi", "-f", "app", "busybox");
    distribution.run("system", "prune", "-af");
    assertEquals(0, files(distribution.store().resolve("l")));
    assertEquals(0, files(distribution.store().resolve("containers")));
    assertEquals(0, files(distribution.store().resolve("sessions")));

    // the deletions of an archive are taken over, too
    distribution.run("load", "-i", work.resolve("app.tar").toString());
    assertEquals(PRINTED, distribution.run("run", "--rm", "app").out());
    distribution.run("system", "check");
  }

  @Test
  void theFirstContainerThatIsRefusedAnOverlayRunsOnACopy() throws Exception {
    storeOnOverlay();
    distribution.importBusybox();
    Command.Result first =
        distribution.jbuild("run", "--rm", "-i", "busybox", "cat").input("in\n").run().succeeded();
    assertEquals("in\n", first.out());
    assertTrue(first.err().contains(WARNING), first.err());
    assertEquals("", distribution.run("run", "--rm", "busybox", "true").err());
    Command.Result forced =
        distribution.jbuild("--storage-driver=overlay", "run", "--rm", "busybox", "true").run();
    assertEquals(125, forced.exitCode());
    assertTrue(forced.err().contains("not supported as upperdir"), forced.err());
    Command.Result wrong =
        distribution.jbuild("--storage-driver", "btrfs", "run", "--rm", "busybox", "true").run();
    assertTrue(wrong.err().contains("expected auto, overlay or copy"), wrong.err());
    assertEquals("", distribution.run("ps", "-aq").out());
  }

  @Test
  void bothDriversBuildTheSameImage() throws Exception {
    distribution.importBusybox();
    String context = context(STEPS);
    String overlay = digest(context, "overlay");
    assertEquals(overlay, digest(context, "copy"));
    distribution.run("rmi", "-f", "app");
    distribution.run("system", "prune", "-f");
    assertEquals(overlay, digest(context, "copy"));
    assertEquals(PRINTED, distribution.run("run", "--rm", "app").out());
    assertEquals(
        PRINTED,
        distribution
            .jbuild("run", "--rm", "app")
            .with("JBUILD_STORAGE_DRIVER", "copy")
            .run()
            .out());
    distribution.run("system", "check");
  }

  private String digest(String context, String driver) throws InterruptedException {
    return distribution
        .jbuild("build", "-q", "--no-cache", "--storage-driver", driver, "-t", "app", context)
        .with("SOURCE_DATE_EPOCH", "1700000000")
        .run()
        .succeeded()
        .lastLine();
  }

  /// A mount of an ordinary user ends with the command that made it; a copy does not, and it has
  /// the stand-ins for devices that an overlay would show as empty files.
  @Test
  void anOrdinaryUserCanLookIntoACopy() throws Exception {
    OrdinaryUser.needsThem();
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    OrdinaryUser ann = new OrdinaryUser(distribution, work, "ann", 4321, true);
    Path odd = OddTar.write(work.resolve("odd.tar"));
    distribution.run("import", odd.toString(), "odd");
    distribution.run("save", "-o", work.resolve("archive").toString(), "odd");
    ann.run("load", "-i", work.resolve("archive").toString());
    String list = " && find . ! -type b ! -type c ! -perm 1000 -printf '%p %M %s %T@ %l\\n' | sort";
    String ours = distribution.run("image", "mount", "odd").lastLine();
    String seen;
    try {
      seen = sh("cd '" + ours + "'" + list).out();
    } finally {
      distribution.run("image", "umount", "odd");
    }
    String copy = "--storage-driver=copy";
    String theirs = ann.run(copy, "image", "mount", "odd").lastLine();
    assertEquals(seen, sh("cd '" + theirs + "'" + list).out());
    assertTrue(ann.run(copy, "image", "mount").out().contains(theirs));
    ann.run(copy, "image", "umount", "odd");
    assertFalse(Files.exists(Path.of(theirs)));
    ann.run("system", "check");
  }

  /// An image with so many files that a copy of it takes a moment.
  private void manyFiles() throws Exception {
    distribution.importBusybox();
    String script = "mkdir /many && cd /many && seq %d | xargs touch".formatted(FILES);
    distribution.run("build", "-q", "-t", "many", context("RUN " + script));
  }

  private static long files(Path root) throws IOException {
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(root)) {
      return files.count();
    }
  }

  /// A command that is in the middle of a copy.
  private Process copying(Path below, String... command) throws Exception {
    Process process = distribution.jbuild(command).start(work.resolve("killed.log"));
    Await.until(
        "a copy is being made",
        () -> {
          // no deeper than the directory itself, or looking would take longer than copying
          int depth = List.of(command).contains("build") ? 4 : 3;
          try (Stream<Path> found = Files.find(below, depth, (p, _) -> p.endsWith("many"))) {
            return found.anyMatch(p -> p.toFile().list().length > 100) ? true : null;
          } catch (IOException | RuntimeException e) {
            return null; // it changes while it is looked at
          }
        },
        process::isAlive);
    return process;
  }

  /// Kills a command in the middle of a copy.
  private void killWhileCopying(Path below, String... command) throws Exception {
    Process process = copying(below, command);
    process.destroyForcibly();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertNotEquals(0, process.exitValue());
    distribution.run("system", "check");
  }

  @Test
  void aSignalEndsACopyInOrder() throws Exception {
    manyFiles();
    Path containers = distribution.store().resolve("containers");
    Process run = copying(containers, "--storage-driver", "copy", "run", "many", "sleep", "77");
    run.destroy();
    assertTrue(run.waitFor(20, TimeUnit.SECONDS));
    assertEquals(130, run.exitValue(), Files.readString(work.resolve("killed.log")));
    assertEquals(0, files(containers));
    assertEquals("", distribution.run("ps", "-aq").out());
  }

  @Test
  void aCopyThatIsKilledIsClearedByTheNextCommand() throws Exception {
    manyFiles();
    Path containers = distribution.store().resolve("containers");
    Path sessions = distribution.store().resolve("sessions");

    killWhileCopying(containers, "--storage-driver", "copy", "run", "--rm", "many", "true");
    assertEquals("", distribution.run("ps", "-aq").out());
    distribution.run("--storage-driver", "copy", "run", "--rm", "busybox", "true");
    assertEquals(0, files(containers));

    killWhileCopying(
        containers, "--storage-driver", "copy", "run", "--name", "cut", "many", "true");
    distribution.run("rm", "cut");
    assertEquals(0, files(containers));

    context("RUN echo more > /more");
    Path dockerfile = work.resolve("context/Dockerfile");
    Files.writeString(dockerfile, "FROM many\nRUN echo more > /more\n");
    String[] build = {
      "--storage-driver", "copy", "build", "-q", "-t", "more", dockerfile.getParent().toString()
    };
    killWhileCopying(sessions, build);
    distribution.run(build);
    assertEquals(0, files(sessions));

    killWhileCopying(sessions, "--storage-driver", "copy", "image", "mount", "many");
    assertEquals("", distribution.run("image", "mount").out());
    Path place =
        Path.of(
            distribution.run("--storage-driver", "copy", "image", "mount", "many").out().strip());
    assertEquals(FILES, files(place.resolve("many")));
    distribution.run("image", "umount", "many");
    assertEquals(0, files(sessions));
    assertEquals(0, files(distribution.store().resolve("mounts")));
  }

  @Test
  void aFullDiskEndsACopyAndGetsItsSpaceBack() throws Exception {
    sh("mount -t tmpfs -o mode=700,size=16m none '" + distribution.store() + "'");
    mounted = true;
    distribution.importBusybox();
    String context = context("RUN head -c 9000000 /dev/zero > /big");
    distribution.run("build", "-q", "-t", "big", context);
    long before = used();
    List<String[]> commands =
        List.of(
            new String[] {"run", "--rm", "big", "true"},
            new String[] {"run", "big", "true"},
            new String[] {"image", "mount", "big"},
            new String[] {"build", "--no-cache", "-t", "more", context("RUN true")});
    Files.writeString(work.resolve("context/Dockerfile"), "FROM big\nRUN true\n");
    for (String[] command : commands) {
      Command.Result result =
          distribution.jbuild(command).with("JBUILD_STORAGE_DRIVER", "copy").run();
      String line = Arrays.toString(command) + result.err();
      assertNotEquals(0, result.exitCode(), line);
      assertTrue(result.err().contains("no space or no inodes left"), line);
      assertTrue(used() <= before + (64 << 10), line);
    }
    assertEquals("", distribution.run("ps", "-aq").out());
    distribution.run("system", "check");
    distribution.run("run", "--rm", "big", "true");
  }

  private long used() throws IOException {
    var store = Files.getFileStore(distribution.store());
    return store.getTotalSpace() - store.getUsableSpace();
  }
}
