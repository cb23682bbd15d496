package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// jbuild for users who are not root: what they store, send and build is what root would have, and
/// what they cannot have is said.
final class RootlessIT {
  private static final int ANN = 4321;
  private static final int BOB = 4322;

  @TempDir Path work;
  private Distribution root;
  private OrdinaryUser ann;
  private Path odd;

  @BeforeEach
  void users() throws IOException, InterruptedException {
    OrdinaryUser.needsThem();
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    root = new Distribution(Files.createDirectory(work.resolve("root")));
    root.importBusybox();
    ann = new OrdinaryUser(root, work, "ann", ANN, true);
    odd = OddTar.write(work.resolve("odd.tar"));
  }

  private static void sound(OrdinaryUser user) throws InterruptedException {
    assertTrue(user.run("system", "check").out().endsWith(" is sound\n"));
  }

  /// Compares the tars of an image that both have saved, byte by byte.
  private void assertSavedAlike(String image) throws IOException, InterruptedException {
    Path theirs = ann.home().resolve("saved.tar");
    Path ours = work.resolve("root/saved.tar");
    ann.run("save", "-o", theirs.toString(), image);
    root.run("save", "-o", ours.toString(), image);
    assertEquals(-1, Files.mismatch(ours, theirs), "both save " + image + " alike");
  }

  private String layers(String image) throws InterruptedException {
    return root.run("inspect", "-f", "{{json .RootFS.Layers}}", image).out();
  }

  private static void failed(int exitCode, String message, Command.Result result) {
    assertEquals(exitCode, result.exitCode(), result.out() + result.err());
    assertTrue(result.err().contains(message), result.err());
    assertEquals(1, result.err().lines().filter(l -> l.startsWith("jbuild: ")).count());
  }

  @Test
  void imagesGoToRegistriesAndComeFromThemAsRootsDo() throws IOException, InterruptedException {
    try (DebianRegistry registry = new DebianRegistry(work.resolve("registry"))) {
      String image = registry.address() + "/odd:1";
      String copy = registry.address() + "/copy:1";
      root.run("import", odd.toString(), image);
      root.run("push", "-q", image);

      ann.run("pull", "-q", image);
      sound(ann);
      assertSavedAlike(image);
      ann.run("tag", image, copy);
      ann.run("push", copy);
      Distribution nobody = new Distribution(Files.createDirectory(work.resolve("nobody")));
      assertEquals(
          nobody.run("manifest", "inspect", image).out(),
          nobody.run("manifest", "inspect", copy).out());

      ann.run("rmi", image, copy);
      ann.run("system", "prune", "-af");
      try (Stream<Path> trees = Files.list(ann.store().resolve("l"))) {
        assertEquals(0, trees.count(), "also files of others are removed");
      }
      sound(ann);
    }
  }

  @Test
  void archivesComeAndGo() throws IOException, InterruptedException {
    root.run("import", odd.toString(), "odd:1");
    for (String format : List.of("docker-archive", "oci-archive")) {
      Path archive = work.resolve(format);
      root.run("save", "--format", format, "-o", archive.toString(), "odd:1");
      ann.run("load", "-i", archive.toString());
      assertSavedAlike("odd:1");
      sound(ann);
      ann.run("rmi", "odd:1");
    }
  }

  @Test
  void whatIsBuiltIsWhatRootBuilds() throws IOException, InterruptedException {
    Path context = Files.createDirectory(work.resolve("context"));
    Files.copy(odd, context.resolve("odd.tar"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM busybox AS files
        ADD odd.tar /odd/
        FROM busybox
        WORKDIR /made
        COPY --chown=12:34 --chmod=4711 odd.tar .
        COPY --from=files /odd /copied
        RUN rm -r /copied/home && mkdir /copied/home && chown -R 7:8 /copied/bin && mkfifo /fifo
        USER 65534
        RUN --mount=type=tmpfs,target=/t echo $(id -u) >/tmp/who && touch /t/x
        """);
    loadBusybox(ann);
    String[] build = {"build", "-q", "-t", "built", context.toString()};
    String epoch = "SOURCE_DATE_EPOCH";
    root.jbuild(build).with(epoch, "1700000000").run().succeeded();
    ann.jbuild(build).with(epoch, "1700000000").run().succeeded();
    assertEquals(
        layers("built"), ann.run("inspect", "-f", "{{json .RootFS.Layers}}", "built").out());
    sound(ann);
    ann.run("save", "-o", ann.home().resolve("built.tar").toString(), "built");
    String diff = ann.run("image", "diff", "busybox", "built").out();
    assertEquals(root.run("image", "diff", "busybox", "built").out(), diff);
    assertTrue(diff.contains("/copied/dev/sda"), diff);
  }

  @Test
  void mountsShowTheOwnersOfTheImageInANamespaceOnly() throws IOException, InterruptedException {
    root.run("import", odd.toString(), "odd:1");
    Path archive = work.resolve("archive");
    root.run("save", "-o", archive.toString(), "odd:1");
    ann.run("load", "-i", archive.toString());
    String list =
        " && find . ! -type b ! -type c ! -perm 1000 -printf '%p %M %U %G %s %T@ %l\\n' | sort";
    String ours = root.run("image", "mount", "odd:1").lastLine();
    Command.Result listed;
    try {
      listed = new Command("sh", "-euc", "cd " + ours + list).run().succeeded();
    } finally {
      root.run("image", "umount", "odd:1");
    }

    Command.Result seen = ann.unshared("cd $($jbuild image mount odd:1)" + list).succeeded();

    assertEquals(listed.out(), seen.out());
    assertTrue(seen.out().contains("./home/last drwx------ 65535 65535"), seen.out());
    assertEquals("", ann.unshared("$jbuild image mount").succeeded().out());
    assertTrue(ann.unshared("$jbuild system check").out().endsWith(" is sound\n"));
    try (Stream<Path> records = Files.list(ann.store().resolve("records/mounts"))) {
      assertEquals(0, records.count(), "what ended with its namespace is forgotten");
    }
    String both =
        "$jbuild image mount odd:1; $jbuild image umount odd:1; $jbuild image umount odd:1";
    assertEquals(1, ann.unshared(both).exitCode(), "it was mounted once");
    for (String command : List.of("image mount", "image umount", "mount", "umount")) {
      String[] words = (command + " odd:1").split(" ", -1);
      failed(1, "run 'jbuild unshare' first", ann.jbuild(words).run());
    }
  }

  @Test
  void theStoreIsAtHomeAlsoWhereNobodySaysWhereThatIs() throws IOException, InterruptedException {
    ann.jbuild("import", odd.toString(), "odd").with("HOME", "").run();
    assertEquals("odd\n", ann.run("images", "--format", "{{.Repository}}").out());
    Path elsewhere = Files.createDirectory(ann.home().resolve("data"));
    ann.give(elsewhere);
    ann.jbuild("images").with("XDG_DATA_HOME", elsewhere.toString()).run().succeeded();
    assertTrue(Files.exists(elsewhere.resolve("jbuild/store.json")));
  }

  @Test
  void unshareGivesCodesAndSignalsAsTheyAre() throws IOException, InterruptedException {
    assertEquals(7, ann.unshared("exit 7").exitCode());
    assertEquals(128 + 15, ann.unshared("kill -TERM $$").exitCode());
    assertEquals("0\n", ann.unshared("id -u").succeeded().out());
    assertEquals("3\n", ann.jbuild("unshare").input("echo 3\n").run().succeeded().out());
    failed(1, "can't unshare as root", root.jbuild("unshare", "true").run());
  }

  @Test
  void containersRunAsTheUsersOfTheImage() throws IOException, InterruptedException {
    loadBusybox(ann);
    String tell =
        "id -u; id -g; echo mine >/f; chown 65535 /f; stat -c %u:%g /f; rm /bin/su; exit 3";
    Command.Result asRoot = ann.jbuild("run", "--name", "kept", "busybox", "sh", "-c", tell).run();
    assertEquals("0\n0\n65535:0\n", asRoot.out(), asRoot.err());
    assertEquals(3, asRoot.exitCode());
    assertEquals(
        "mine\n", ann.unshared("cat $($jbuild mount kept)/f; $jbuild umount kept >&2").out());
    assertEquals(
        "33 33 lo\n",
        ann.run(
                "run",
                "--rm",
                "-u",
                "33:33",
                "--network",
                "none",
                "busybox",
                "sh",
                "-c",
                "echo $(id -u) $(id -g) $(ls /sys/class/net)")
            .out());
    Path mine = Files.writeString(ann.home().resolve("mine"), "bound");
    ann.give(mine);
    assertEquals(
        "bound0",
        ann.run(
                "run",
                "--rm",
                "-v",
                mine + ":/m:ro",
                "busybox",
                "sh",
                "-c",
                "cat /m; stat -c %u /m | tr -d '\\n'")
            .out());
    failed(
        125, "limits need cgroups", ann.jbuild("run", "--memory", "64m", "busybox", "true").run());
    failed(
        125,
        "potentially insufficient UIDs",
        ann.jbuild("run", "--rm", "-u", "70000", "busybox", "true").run());
    ann.run("rm", "kept");
    ann.run("container", "prune", "-f");
    assertEquals("", ann.run("ps", "-aq").out());
    sound(ann);
  }

  @Test
  void containersOfOtherUsersAreEndedToo() throws IOException, InterruptedException {
    loadBusybox(ann);
    Process process =
        ann.jbuild("run", "--name", "long", "-u", "33", "busybox", "sleep", "613")
            .start(work.resolve("run.log"));
    Await.until("it runs", () -> isRunning() ? true : null, process::isAlive);
    failed(1, "is running", ann.jbuild("rm", "long").run());
    ann.run("rm", "-f", "long");
    process.waitFor();
    assertEquals("", ann.run("ps", "-aq").out());
    sound(ann);
  }

  private boolean isRunning() throws IOException {
    try {
      return ann.run("ps", "-q").out().length() > 1;
    } catch (InterruptedException e) {
      throw new java.io.InterruptedIOException();
    }
  }

  private void loadBusybox(OrdinaryUser user) throws InterruptedException {
    Path archive = work.resolve("busybox.archive");
    if (!Files.exists(archive)) {
      root.run("save", "-o", archive.toString(), "busybox");
    }
    user.run("load", "-i", archive.toString());
  }

  @Test
  void usersOfImagesBeyondTheOwnOnesAreToldOf() throws IOException, InterruptedException {
    Path last = OddTar.write(work.resolve("last.tar"), 65536);
    Path beyond = OddTar.write(work.resolve("beyond.tar"), 65537);
    ann.run("import", last.toString(), "last");
    Command.Result result = ann.jbuild("import", beyond.toString(), "beyond").run();
    failed(1, "/etc/theirs' to 65537:65537: EINVAL", result);
    assertTrue(result.err().contains("potentially insufficient UIDs or GIDs"), result.err());
    assertTrue(result.err().contains("usermod --add-subuids"), result.err());
    assertEquals("last\n", ann.run("images", "--format", "{{.Repository}}").out());
    sound(ann);
  }

  @Test
  void severalRangesAndRangesByNumberCount() throws IOException, InterruptedException {
    String ranges = "# none\nbob:1:9\nann:700000:1000\n4321:800000:65536\n4321:800100:5\nann:x:1\n";
    ann.replace("subuid", ranges);
    ann.replace("subgid", ranges);
    ann.run("import", OddTar.write(work.resolve("high.tar"), 66536).toString(), "high");
    Path beyond = OddTar.write(work.resolve("beyond.tar"), 66537);
    failed(1, "EINVAL", ann.jbuild("import", beyond.toString(), "beyond").run());
  }

  @Test
  void withoutSubordinateIdsImagesOfOneUserWork() throws IOException, InterruptedException {
    OrdinaryUser bob = new OrdinaryUser(root, work, "bob", BOB, false);
    bob.run("import", OddTar.write(work.resolve("own.tar"), 0).toString(), "own");
    sound(bob);
    Command.Result result = bob.jbuild("import", odd.toString(), "odd").run();
    failed(1, "/etc/subuid has no range for user 4322 (bob)", result);
    assertTrue(result.err().contains("install newuidmap"), result.err());
    assertEquals("own\n", bob.run("images", "--format", "{{.Repository}}").out());
    loadBusybox(bob);
    assertEquals("0\n", bob.run("run", "--rm", "busybox", "id", "-u").out());
    bob.run("rmi", "busybox");
    String mounted = bob.unshared("stat -c %u $($jbuild image mount own)/etc/theirs").out();
    assertEquals("0\n", mounted);
  }

  @Test
  void withoutAnyNamespaceTheRestWorks() throws IOException, InterruptedException {
    // nobody gets a user namespace in a root directory that is not the namespace's
    String jail = "mount --rbind / \"$0\"; exec chroot \"$0\" \"$@\"";
    Path newRoot = Files.createDirectory(work.resolve("new-root"));
    Command jailed =
        new Command("unshare", "-m", "--propagation", "private", "sh", "-euc", jail)
            .and(newRoot.toString(), "setpriv", "--reuid", "4321", "--regid", "4321")
            .and("--clear-groups", root.home().resolve("bin/jbuild").toString())
            .without("JBUILD_ROOT")
            .with("HOME", ann.home().toString());
    jailed.and("version").run().succeeded();
    jailed.and("images").run().succeeded();
    Command.Result result = jailed.and("import", odd.toString(), "odd").run();
    failed(1, "ordinary users get no user namespace here (unshare: ", result);
    assertTrue(result.err().contains("user.max_user_namespaces"), result.err());
    failed(125, "ordinary users get no user namespace", jailed.and("run", "busybox").run());
    failed(1, "can't unshare: ordinary users get", jailed.and("unshare", "true").run());
  }

  @Test
  void storesAreTheirOwnersAlone() throws IOException, InterruptedException {
    OrdinaryUser bob = new OrdinaryUser(root, work, "bob", BOB, true);
    ann.run("import", odd.toString(), "odd");
    assertEquals("", bob.run("images", "-q").out());
    for (String theirs : List.of(ann.store().toString(), root.store().toString())) {
      failed(1, "permission denied", bob.jbuild("--root", theirs, "images").run());
    }
    Command.Result refused = root.jbuild("--root", ann.store().toString(), "images").run();
    failed(1, "belongs to user 4321 and this is user 0", refused);
    assertEquals("odd\n", ann.run("images", "--format", "{{.Repository}}").out());
  }

  @Test
  void aKilledImportStandsInNobodysWay() throws IOException, InterruptedException {
    Path tar = work.resolve("big.tar");
    byte[] noise = new byte[96 << 20];
    Arrays.fill(noise, (byte) 7);
    Path big = Files.createDirectory(work.resolve("big"));
    Files.write(big.resolve("data"), noise);
    new Command("tar", "-C", big.toString(), "--owner=1000", "-cf", tar.toString(), ".")
        .run()
        .succeeded();
    Process process = ann.jbuild("import", tar.toString(), "big").start(work.resolve("log"));
    Await.until("files are written", () -> written() ? true : null, process::isAlive);
    process.destroyForcibly().waitFor();
    sound(ann);
    assertEquals("", ann.run("images", "-q").out());
    ann.run("import", tar.toString(), "big");
    sound(ann);
  }

  private boolean written() throws IOException {
    Path sessions = ann.store().resolve("sessions");
    if (!Files.exists(sessions)) {
      return false;
    }
    try (Stream<Path> walk = Files.walk(sessions)) {
      return walk.anyMatch(path -> path.endsWith("data"));
    } catch (java.io.UncheckedIOException _) {
      return false; // it changes while it is walked
    }
  }
}
