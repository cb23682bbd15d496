package dev.jbuild.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stores on file systems that are full, out of inodes, read-only or without extended attributes:
/// every command says so, loses nothing, gives back what it took, and works once there is room.
final class UnwritableIT {
  private static final int FILES = 300;
  private static final String FULL = "no space or no inodes left";

  @TempDir Path work;
  private Distribution distribution;
  private DebianRegistry registry;
  private boolean mounted;
  private String remote;

  @BeforeEach
  void imagesOutside() throws IOException, InterruptedException {
    Distribution.needsRoot();
    distribution = new Distribution(work);
    registry = new DebianRegistry(work.resolve("registry"));
    remote = registry.address() + "/many";
    distribution.importBusybox();
    Path context = Files.createDirectories(work.resolve("context"));
    Random random = new Random(1);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[10_000];
      random.nextBytes(bytes);
      Files.write(Files.createDirectories(context.resolve("files")).resolve("f" + i), bytes);
    }
    dockerfile("COPY files /files");
    distribution.run("build", "-q", "-t", remote, context.toString());
    distribution.run("push", "-q", remote);
    distribution.run("tag", "busybox", base());
    distribution.run("push", "-q", base());
    distribution.run("save", "-o", work.resolve("many.tar").toString(), remote);
    distribution.run("rmi", "-f", remote, base(), "busybox");
    distribution.run("system", "prune", "-af");
  }

  @AfterEach
  void unmount() throws InterruptedException {
    if (mounted) {
      sh("umount '" + distribution.store() + "'");
    }
    if (registry != null) {
      registry.close();
    }
  }

  private String base() {
    return registry.address() + "/busybox";
  }

  private void dockerfile(String... lines) throws IOException {
    String text = "FROM busybox\n" + String.join("\n", lines) + "\n";
    Files.writeString(work.resolve("context/Dockerfile"), text);
  }

  private static Command.Result sh(String command) throws InterruptedException {
    return new Command("sh", "-c", command).run().succeeded();
  }

  private void mount(String type, String options) throws InterruptedException {
    sh("mount -t %s -o %s none '%s'".formatted(type, options, distribution.store()));
    mounted = true;
  }

  private void remount(String options) throws InterruptedException {
    sh("mount -o remount,%s '%s'".formatted(options, distribution.store()));
  }

  private Command.Result fails(String told, String... arguments) throws InterruptedException {
    Command.Result result = distribution.jbuild(arguments).run();
    assertTrue(result.exitCode() != 0, String.join(" ", arguments));
    assertTrue(result.err().contains(told), result.err());
    return result;
  }

  /// Bytes and inodes, without unfinished downloads, which stay for a day to be resumed.
  private long[] used() throws IOException, InterruptedException {
    sh("rm -rf '" + distribution.store().resolve("ingest") + "'");
    FileStore store = Files.getFileStore(distribution.store());
    String inodes = sh("df --output=iused '" + distribution.store() + "' | tail -1").out().strip();
    return new long[] {store.getTotalSpace() - store.getUsableSpace(), Long.parseLong(inodes)};
  }

  /// There is no room for the image's files, of 3 MB in all, or for their inodes. The base comes
  /// from the registry, so that its layer has its packed form from the start: a failed pull that
  /// got as far as to fetch it would rightly leave it with the layer.
  @ParameterizedTest
  @ValueSource(strings = {"size", "nr_inodes"})
  void aFullStoreSaysSoLosesNothingAndGivesTheSpaceBack(String limit) throws Exception {
    mount("tmpfs", "mode=700,size=100m,nr_inodes=10000");
    distribution.run("pull", "-q", base());
    distribution.run("tag", base(), "busybox");
    long[] pulled = used();
    remount(
        limit.equals("size")
            ? "size=" + (pulled[0] + (2 << 20))
            : "nr_inodes=" + (pulled[1] + 100));
    String context = work.resolve("context").toString();
    List<String[]> commands =
        List.of(
            new String[] {"pull", "-q", remote},
            new String[] {"load", "-i", work.resolve("many.tar").toString()},
            new String[] {"build", "-t", "built", context});
    // everything that a command may make once and keep: locks, directories
    for (String[] command : commands) {
      fails(FULL, command);
    }
    distribution.run("system", "prune", "-f");
    long[] before = used();
    for (String[] command : commands) {
      fails(FULL, command);
      distribution.run("system", "check");
      distribution.run("system", "prune", "-f");
      long[] after = used();
      assertTrue(
          after[0] <= before[0] + (64 << 10), command[0] + " left " + (after[0] - before[0]));
      assertTrue(after[1] <= before[1] + 4, command[0] + " left inodes");
    }
    assertTrue(distribution.run("images").out().contains("busybox"));
    remount("size=100m,nr_inodes=10000");
    for (String[] command : commands) {
      distribution.run(command);
    }
    String count = "ls /files | wc -l";
    assertEquals(FILES + "\n", distribution.run("run", "--rm", "built", "sh", "-c", count).out());
    assertEquals(FILES + "\n", distribution.run("run", "--rm", remote, "sh", "-c", count).out());
  }

  @Test
  void aStepThatFillsTheStoreFailsAndItsFilesGo() throws Exception {
    mount("tmpfs", "mode=700,size=8m");
    distribution.run("import", work.resolve("busybox.tar").toString(), "busybox");
    dockerfile("RUN dd if=/dev/zero of=/big bs=1M count=20");
    long before = used()[0];
    fails("No space left on device", "build", "-t", "big", work.resolve("context").toString());
    assertTrue(used()[0] <= before + (64 << 10), "its files are still there");
    assertEquals("ok\n", distribution.run("run", "--rm", "busybox", "echo", "ok").out());
    distribution.run("system", "check");
  }

  @Test
  void aStoreThatIsReadOnlyCanBeReadAndNothingElse() throws Exception {
    String tar = work.resolve("busybox.tar").toString();
    distribution.run("import", tar, "busybox");
    sh("mount --bind '%1$s' '%1$s'".formatted(distribution.store()));
    mounted = true;
    sh("mount -o remount,ro,bind '" + distribution.store() + "'");
    assertTrue(distribution.run("images").out().contains("busybox"));
    for (List<String> reading :
        List.of(
            List.of("inspect", "busybox"),
            List.of("history", "busybox"),
            List.of("ps", "-a"),
            List.of("system", "df"),
            List.of("system", "check"))) {
      distribution.run(reading.toArray(String[]::new));
    }
    String context = work.resolve("context").toString();
    for (List<String> writing :
        List.of(
            List.of("pull", remote),
            List.of("push", "busybox"),
            List.of("load", "-i", work.resolve("many.tar").toString()),
            List.of("import", tar, "other"),
            List.of("build", "-t", "built", context),
            List.of("run", "--rm", "busybox", "true"),
            List.of("tag", "busybox", "other"),
            List.of("rmi", "busybox"),
            List.of("manifest", "create", "list", "busybox"),
            List.of("image", "mount", "busybox"),
            List.of("system", "prune", "-f"),
            List.of("system", "check", "--repair"))) {
      Command.Result result = fails("its file system is read-only", writing.toArray(String[]::new));
      assertTrue(result.err().contains("--root"), result.err());
    }
    sh("umount '" + distribution.store() + "'");
    mounted = false;
    distribution.run("system", "check");
    assertEquals("ok\n", distribution.run("run", "--rm", "busybox", "echo", "ok").out());
  }

  /// Whether the files of a tar that is not as jbuild writes them are right can only be seen by
  /// unpacking it again.
  @Test
  void whatCannotBeComparedIsNoDefect() throws Exception {
    Path files = Files.createDirectories(work.resolve("files"));
    Files.writeString(files.resolve("a"), "a");
    Files.writeString(files.resolve("b"), "b");
    sh(
        """
        cd '%s' && tar -cf layer.tar -C files b a &&
        printf '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:%%s"]}}' \
          $(sha256sum layer.tar | cut -d ' ' -f 1) > config.json &&
        echo '[{"Config":"config.json","RepoTags":["outside:1"],"Layers":["layer.tar"]}]' > manifest.json &&
        tar -cf outside.tar manifest.json config.json layer.tar
        """
            .formatted(work));
    distribution.run("load", "-i", work.resolve("outside.tar").toString());
    sh("mount --bind '%1$s' '%1$s'".formatted(distribution.store()));
    mounted = true;
    sh("mount -o remount,ro,bind '" + distribution.store() + "'");
    Command.Result check = distribution.jbuild("system", "check").run();
    assertEquals(1, check.exitCode(), check.toString());
    assertTrue(check.out().contains("(image 'outside:1' has it)"), check.out());
    assertEquals(
        "jbuild: 1 layer could not be checked; the rest of the store is sound\n", check.err());
  }

  @Test
  void aStoreWithoutExtendedAttributesRefusesWhatNeedsThem() throws Exception {
    distribution.run("import", work.resolve("busybox.tar").toString(), "busybox");
    dockerfile("RUN mkdir /d && touch /d/a", "RUN rm -rf /d && mkdir /d && touch /d/b");
    String context = work.resolve("context").toString();
    distribution.run("build", "-q", "-t", "opaque", context);
    String archive = work.resolve("opaque.tar").toString();
    distribution.run("save", "-o", archive, "opaque");
    mount("ramfs", "mode=700");
    distribution.run("import", work.resolve("busybox.tar").toString(), "busybox");
    String told = "put the store on a file system with extended attributes";
    fails(told, "load", "-i", archive);
    fails(told, "build", "-t", "built", context);
    dockerfile("COPY files /files");
    distribution.run("build", "-t", "built", context);
    assertEquals(
        FILES + "\n",
        distribution.run("run", "--rm", "built", "sh", "-c", "ls /files | wc -l").out());
    distribution.run("system", "check");
  }
}
