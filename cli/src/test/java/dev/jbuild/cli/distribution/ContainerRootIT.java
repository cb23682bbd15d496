package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// jbuild as root without CAP_SYS_ADMIN, as in containers of other engines: it stores, sends and
/// builds what root does, root can use its store afterwards, and the other way round.
final class ContainerRootIT {
  private static final String EPOCH = "1700000000";

  @TempDir Path work;
  private Distribution root;
  private Distribution inside;
  private Path archive;
  private boolean mounted;

  /// An image with deletions, opaque directories, devices and all else that is odd.
  @BeforeEach
  void image() throws IOException, InterruptedException {
    ContainerRoot.needsIt();
    root = new Distribution(Files.createDirectory(work.resolve("root")));
    inside = new Distribution(Files.createDirectory(work.resolve("inside")));
    root.importBusybox();
    Path context = Files.createDirectory(work.resolve("odd"));
    OddTar.write(context.resolve("odd.tar"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM busybox
        ADD odd.tar /odd/
        RUN mkdir -p /d/deep && echo old >/d/old && echo old >/d/deep/old && echo old >/gone
        RUN rm -r /d /gone && mkdir -p /d/deep && echo new >/d/new && chmod 2750 /d
        """);
    root.jbuild("build", "-q", "-t", "odd:1", context.toString())
        .with("SOURCE_DATE_EPOCH", EPOCH)
        .run()
        .succeeded();
    archive = work.resolve("odd-1.tar");
    root.run("save", "-o", archive.toString(), "odd:1");
  }

  @AfterEach
  void unmount() throws InterruptedException {
    if (mounted) {
      sh("umount '" + inside.store() + "'");
    }
  }

  private static Command.Result sh(String command) throws InterruptedException {
    return new Command("sh", "-c", command).run().succeeded();
  }

  private static void sound(Command check) throws InterruptedException {
    assertTrue(check.run().succeeded().out().endsWith(" is sound\n"));
  }

  private void soundInside(ContainerRoot who) throws InterruptedException {
    sound(who.jbuild(inside, "system", "check"));
  }

  private void assertSavedAlike(Command save, String image)
      throws IOException, InterruptedException {
    Path theirs = work.resolve("theirs.tar");
    Path ours = work.resolve("ours.tar");
    save.and("save", "-o", theirs.toString(), image).run().succeeded();
    root.run("save", "-o", ours.toString(), image);
    assertEquals(-1, Files.mismatch(ours, theirs), "both save " + image + " alike");
  }

  private String context() throws IOException {
    Path context = Files.createDirectories(work.resolve("context"));
    Files.copy(work.resolve("odd/odd.tar"), context.resolve("odd.tar"));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM odd:1 AS files
        ADD odd.tar /more/
        FROM odd:1
        COPY --chown=12:34 --chmod=4711 odd.tar /made/
        COPY --from=files /more /copied
        COPY --from=files /d /d2
        """);
    return context.toString();
  }

  private static String built(Command build, String context) throws InterruptedException {
    return build
        .and("build", "-q", "-t", "built", context)
        .with("SOURCE_DATE_EPOCH", EPOCH)
        .run()
        .succeeded()
        .lastLine();
  }

  private void everythingWorks(ContainerRoot who) throws IOException, InterruptedException {
    who.run(inside, "load", "-i", archive.toString());
    soundInside(who);
    assertSavedAlike(who.jbuild(inside), "odd:1");
    String context = context();
    assertEquals(built(root.jbuild(), context), built(who.jbuild(inside), context));
    assertSavedAlike(who.jbuild(inside), "built");
    soundInside(who);
    for (String words : List.of("images", "history built", "system df", "image tree built")) {
      who.run(inside, words.split(" ", -1));
    }
    assertEquals(
        root.run("image", "diff", "busybox", "built").out(),
        diffInside(who),
        "both see the same changes");
    Path place = Path.of(who.run(inside, "image", "mount", "odd:1").lastLine());
    assertEquals("deep/\nnew\n", sh("ls -p '" + place + "/d'").out());
    who.run(inside, "image", "umount", "odd:1");
    who.run(inside, "rmi", "-f", "odd:1", "built");
    who.run(inside, "system", "prune", "-af");
    assertEquals(List.of(), trees());
  }

  private String diffInside(ContainerRoot who) throws InterruptedException {
    Path busybox = work.resolve("busybox-1.tar");
    root.run("save", "-o", busybox.toString(), "busybox");
    who.run(inside, "load", "-i", busybox.toString());
    String diff = who.run(inside, "image", "diff", "busybox", "built").out();
    who.run(inside, "rmi", "busybox");
    return diff;
  }

  private List<Path> trees() throws IOException {
    try (Stream<Path> trees = Files.list(inside.store().resolve("l"))) {
      return trees.toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void allButRunningIsAsForRoot(ContainerRoot who) throws IOException, InterruptedException {
    everythingWorks(who);
  }

  @ParameterizedTest
  @EnumSource
  void soItIsInAStoreOnTheContainersOwnFiles(ContainerRoot who)
      throws IOException, InterruptedException {
    sh(
        "cd '%s/inside' && mkdir l u w store && mount -t overlay -o lowerdir=l,upperdir=u,workdir=w none store"
            .formatted(work));
    mounted = true;
    everythingWorks(who);
  }

  @Test
  void registriesTakeAndGiveTheSame() throws IOException, InterruptedException {
    try (DebianRegistry registry = new DebianRegistry(work.resolve("registry"))) {
      String image = registry.address() + "/odd:1";
      String copy = registry.address() + "/copy:1";
      root.run("tag", "odd:1", image);
      root.run("push", "-q", image);
      ContainerRoot who = ContainerRoot.PODMAN;
      who.run(inside, "pull", "-q", image);
      soundInside(who);
      assertSavedAlike(who.jbuild(inside), image);
      who.run(inside, "tag", image, copy);
      who.run(inside, "push", "-q", copy);
      Distribution other = new Distribution(Files.createDirectory(work.resolve("other")));
      assertEquals(
          other.run("manifest", "inspect", image).out(),
          other.run("manifest", "inspect", copy).out());
    }
  }

  /// What the kernel shows of the layers as they are, mounted as root mounts them.
  private String shownByKernel(String directory) throws IOException, InterruptedException {
    List<String> lower = new ArrayList<>();
    for (String line :
        inside
            .run("inspect", "-f", "{{.GraphDriver.Data.LowerDir}}", "odd:1")
            .out()
            .strip()
            .split(":", -1)) {
      lower.add(line);
    }
    String upper =
        inside.run("inspect", "-f", "{{.GraphDriver.Data.UpperDir}}", "odd:1").out().strip();
    Path place = Files.createDirectories(work.resolve("raw"));
    sh(
        "mount -t overlay -o lowerdir='%s:%s' none '%s'"
            .formatted(upper, String.join(":", lower), place));
    try {
      return sh("ls -p '" + place + "/" + directory + "'").out();
    } finally {
      sh("umount '" + place + "'");
    }
  }

  @Test
  void rootRunsWhatWasUnpackedThere() throws IOException, InterruptedException {
    ContainerRoot who = ContainerRoot.PODMAN;
    who.run(inside, "load", "-i", archive.toString());
    assertEquals("deep/\nnew\nold\n", shownByKernel("d"), "the kernel reads other marks");
    String script = "ls -p /d /d/deep; stat -c '%n %F %t:%T %h %u' /odd/dev/*; test ! -e /gone";
    String wanted = root.run("run", "--rm", "odd:1", "sh", "-c", script).out();
    assertTrue(wanted.startsWith("/d:\ndeep/\nnew\n\n/d/deep:\n/odd"), wanted);
    assertTrue(wanted.contains("/odd/dev/nul character special file 1:3 2 0"), wanted);
    assertEquals(wanted, inside.run("run", "--rm", "odd:1", "sh", "-c", script).out());
    assertEquals("deep/\nnew\n", shownByKernel("d"));
    sound(inside.jbuild("system", "check"));
    soundInside(who);
    assertSavedAlike(inside.jbuild(), "odd:1");
    assertSavedAlike(who.jbuild(inside), "odd:1");
  }

  @Test
  void rootBuildsOnWhatWasBuiltThere() throws IOException, InterruptedException {
    ContainerRoot who = ContainerRoot.DOCKER;
    who.run(inside, "load", "-i", archive.toString());
    Path context = Files.createDirectories(work.resolve("run"));
    Files.writeString(
        context.resolve("Dockerfile"), "FROM odd:1\nRUN find /d | sort >/seen && rm -r /d/deep\n");
    assertEquals(
        built(root.jbuild(), context.toString()), built(inside.jbuild(), context.toString()));
    Path place = Path.of(inside.run("image", "mount", "odd:1").lastLine());
    try {
      assertEquals("deep/\nnew\n", sh("ls -p '" + place + "/d'").out());
    } finally {
      inside.run("image", "umount", "odd:1");
    }
  }

  @Test
  void whatRootLeftIsReadAsRootMeantIt() throws IOException, InterruptedException {
    ContainerRoot who = ContainerRoot.DOCKER;
    sound(who.jbuild(root, "system", "check"));
    assertSavedAlike(who.jbuild(root), "odd:1");
    Path place = Path.of(who.run(root, "image", "mount", "odd:1").lastLine());
    assertEquals("deep/\nnew\n", sh("ls -p '" + place + "/d'").out());
    who.run(root, "image", "umount", "odd:1");

    String change = "rm -r /d && mkdir /d && touch /d/mine";
    root.run("run", "--name", "copied", "--storage-driver=copy", "odd:1", "sh", "-c", change);
    Path tar = work.resolve("copied.tar");
    who.run(root, "export", "-o", tar.toString(), "copied");
    assertEquals("d/\nd/mine\n", sh("tar tf '" + tar + "' | grep ^d/").out());

    root.run("run", "--name", "changed", "odd:1", "sh", "-c", change);
    Command.Result refused = who.jbuild(root, "export", "-o", tar.toString(), "changed").run();
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("only root with CAP_SYS_ADMIN can see"), refused.err());
    who.run(root, "rm", "copied", "changed");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException, InterruptedException {
    ContainerRoot who = ContainerRoot.DOCKER;
    who.run(inside, "load", "-i", archive.toString());
    Command.Result run = who.jbuild(inside, "run", "--rm", "odd:1", "true").run();
    assertEquals(125, run.exitCode());
    assertTrue(run.err().contains("--cap-add SYS_ADMIN --security-opt"), run.err());
    Path context = Files.createDirectories(work.resolve("run"));
    Files.writeString(context.resolve("Dockerfile"), "FROM odd:1\nRUN true\n");
    Command.Result build = who.jbuild(inside, "build", context.toString()).run();
    assertEquals(1, build.exitCode());
    assertTrue(build.err().contains("--cap-add SYS_ADMIN --security-opt"), build.err());

    who.run(inside, "rmi", "odd:1");
    who.run(inside, "system", "prune", "-af");
    String load = archive.toString();
    for (String needed : List.of("chown", "fowner", "fsetid", "setfcap")) {
      Command.Result lacking = who.jbuildWithout(needed, inside, "load", "-i", load).run();
      assertEquals(1, lacking.exitCode(), needed);
      assertTrue(
          lacking.err().contains("CAP_" + needed.toUpperCase(java.util.Locale.ROOT)),
          lacking.err());
    }
    soundInside(who);
    who.run(inside, "system", "prune", "-af");
    who.run(inside, "load", "-i", load);
    assertSavedAlike(who.jbuild(inside), "odd:1");
  }
}
