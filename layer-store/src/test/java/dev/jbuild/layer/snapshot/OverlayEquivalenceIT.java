package dev.jbuild.layer.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.layer.file.Session;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Mounts;
import dev.jbuild.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same commands on an overlay and on a full copy: what is left of the copy is what the kernel
/// has put into the upper directory, to the byte of its tar.
class OverlayEquivalenceIT {
  private static final int OPERATIONS = 60;

  @TempDir Path work;

  private Path directory(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  private void mount(List<Path> lowers, Path upper, Path target) throws IOException {
    String lower = String.join(":", lowers.stream().map(Path::toString).toList());
    Path scratch = directory("work-of-" + upper.getFileName());
    try {
      Mounts.mount(
          "overlay",
          "overlay",
          target,
          0,
          "lowerdir=%s,upperdir=%s,workdir=%s,redirect_dir=off,metacopy=off,index=off"
              .formatted(lower, upper, scratch));
    } catch (SyscallException e) {
      assumeTrue(false, "overlay cannot be mounted here: " + e.getMessage());
    }
  }

  /// Runs a script in an overlay.
  private Path overlaid(List<Path> lowers, String script) throws Exception {
    Path upper = directory("overlay-upper");
    Path mounted = directory("mounted");
    mount(lowers, upper, mounted);
    try {
      Shell.run(mounted, script);
    } finally {
      Mounts.unmount(mounted);
    }
    return upper;
  }

  /// Runs a script in a copy.
  private Path copied(List<Path> lowers, String script) throws Exception {
    Session.removeTree(directory("copy-upper"));
    Path upper = directory("copy-upper");
    FullCopy copy = FullCopy.fill(lowers, upper);
    Shell.run(upper, script);
    copy.reduce();
    return upper;
  }

  private void assertSame(List<Path> lowers, String script) throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting overlays needs root");
    Path overlay = overlaid(lowers, script);
    Path copy = copied(lowers, script);
    assertEquals(Listing.of(overlay), Listing.of(copy), script);
    Session.removeTree(overlay);
    Session.removeTree(copy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        "echo x >> d/1",
        "chmod 600 d/1",
        "chmod 644 d/1",
        "chmod 755 d",
        "chown 0:0 d/1; chown -h 0:0 link",
        "chown 5:6 d; chown 7:8 d/sub/deep",
        "touch -d @77 d/1",
        "touch -d @77 d",
        "rm d/1",
        "rm -r d",
        "rm -r d; mkdir d; touch -d @5 d",
        "rm -r d; echo file > d; touch -d @5 d",
        "rm f; mkdir f; touch -d @5 f f",
        "rm f; ln -s d f; touch -h -d @5 f",
        "mkdir n; touch n/a; rm n/a; touch -d @9 n",
        "touch d/new; rm d/new; touch -d @9 d",
        "echo x > d/sub/new; touch -d @9 d/sub/new d/sub",
        "truncate -s 3 big; touch -d @9 big",
        "truncate -s 200000 big; touch -d @9 big",
        "ln d/1 d/again; touch -d @9 d",
        "rm hard1; touch -d @9 .",
        "rm hard1 hard2 many/hard3; touch -d @9 many",
        "rm fifo; mkfifo -m 600 fifo; touch -d @9 fifo",
        "mknod dev c 1 3; touch -d @9 dev; chmod 600 null",
        "xattr d/1 user.a changed",
        "xattr d user.new x",
        "xattr x user.a",
        "xattr opq trusted.mine y",
        "rm -r opq/*; touch -d @9 opq",
        "rm -r opq; mkdir opq; touch -d @9 opq",
        "mv f f2; touch -d @9 f2",
        "mv f d/1; touch -d @9 d",
        "rm d/sub/deep/leaf; touch -d @9 d/sub/deep",
        "mkdir back; touch -d @9 back",
        "echo again > gone; touch -d @9 gone",
        "mkdir gone; touch -d @9 gone",
        "chmod 2755 d/sub; chmod 1777 opq; chmod 4755 d/1",
        "rm link; touch -d @9 .",
        "touch -h -d @9 link",
        "cat d/1 big x > /dev/null; ls -lR > /dev/null",
        "rm sparse; truncate -s 5M sparse; touch -d @9 sparse",
      })
  void oneChangeLeavesTheSame(String script) throws Exception {
    assertSame(RichTree.layers(work), script);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void manyRandomChangesLeaveTheSame(long seed) throws Exception {
    long base = Long.getLong("jbuild.snapshot.seed", 0);
    assertSame(RichTree.layers(work), RandomChanges.script(new Random(base + seed), OPERATIONS));
  }

  /// Where the file system keeps the kernel's form of a deletion to itself.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aCopyOnAnOverlayLeavesTheSame(long seed) throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting overlays needs root");
    String script = RandomChanges.script(new Random(seed), OPERATIONS) + "rm -rf d top\nmkdir d\n";
    Path overlay = overlaid(RichTree.layers(work), script);
    Path store = directory("store");
    mount(List.of(directory("empty")), directory("store-upper"), store);
    try {
      Path upper = Files.createDirectory(store.resolve("upper"));
      FullCopy copy = FullCopy.fill(RichTree.layers(store), upper);
      Shell.run(upper, script);
      copy.reduce();
      assertEquals(Listing.of(overlay), Listing.of(upper), script);
      assertTrue(Listing.names(upper).contains("top whiteout"));
      assertTrue(Listing.names(upper).contains("d opaque"));
    } finally {
      Mounts.unmount(store);
    }
  }

  @Test
  void aFullCopyShowsWhatAnOverlayShows() throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting overlays needs root");
    List<Path> lowers = RichTree.layers(work);
    Path upper = directory("upper");
    Shell.run(upper, "mkdir d many own; echo own > own/file; echo new > d/1; touch -h -d @5 d own");
    Shell.run(upper, "whiteout x\nopaque many\necho alone > many/alone");
    Path mounted = directory("mounted");
    mount(lowers, upper, mounted);
    List<String> seen;
    try {
      seen = Listing.of(mounted);
    } finally {
      Mounts.unmount(mounted);
    }
    FullCopy.fill(lowers, upper);
    assertEquals(seen, Listing.of(upper).stream().map(l -> l.replace(" opaque", "")).toList());
    Path sparse = upper.resolve("sparse");
    long blocks = Long.parseLong(Shell.output(work, "stat -c %b '" + sparse + "'").strip());
    assertTrue(blocks * 512 < 100_000, "the copy of a sparse file has " + blocks + " blocks");
    assertEquals(
        Files.getLastModifiedTime(lowers.getLast().resolve("f")),
        Files.getLastModifiedTime(upper.resolve("f")));
  }

  @Test
  void aStoreWithoutExactTimesComparesContent() throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting file systems needs root");
    Path disk = work.resolve("disk");
    Shell.run(work, "truncate -s 64M disk && mkfs.ext4 -q -I 128 disk");
    Path there = directory("there");
    Shell.run(work, "mount -o loop '" + disk + "' '" + there + "'");
    try {
      List<Path> lowers = RichTree.layers(there);
      Path upper = Files.createDirectories(there.resolve("upper"));
      FullCopy copy = FullCopy.fill(lowers, upper);
      Shell.run(upper, "echo y > f; rm d/1; touch -d @9 d f");
      copy.reduce();
      assertEquals(List.of("d", "d/1 whiteout", "f"), Listing.names(upper));
    } finally {
      Shell.run(work, "umount '" + there + "'");
    }
  }

  /// An overlay breaks links of its layers when it copies; a copy need not.
  @Test
  void linksOfLayersStayLinks() throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "a layer of root's files");
    List<Path> lowers = RichTree.layers(work);
    assertEquals(List.of("hard1 whiteout"), Listing.names(copied(lowers, "rm hard1")));
    Path more = copied(lowers, "ln hard1 d/more; touch -d @9 d");
    assertEquals(
        List.of("d", "d/more", "hard1", "hard2", "many", "many/hard3"), Listing.names(more));
    assertEquals(4, Files.getAttribute(more.resolve("hard1"), "unix:nlink"));
    Path written = copied(lowers, "echo more >> hard2");
    assertEquals(List.of("hard1", "hard2", "many", "many/hard3"), Listing.names(written));
    assertEquals("hard\nmore\n", Files.readString(written.resolve("many/hard3")));
  }

  /// What an overlay would not let a container make is no mark of a layer.
  @Test
  void marksThatAContainerMadeMeanNothing() throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "a layer of root's files");
    List<Path> lowers = RichTree.layers(work);
    String script =
        """
        mkdir new
        whiteout new/1
        whiteout strange
        xattr d trusted.overlay.opaque y
        xattr new trusted.overlay.opaque y
        """;
    assertEquals(List.of("d", "new"), Listing.names(copied(lowers, script)));
  }

  @Test
  void whatWasInTheUpperDirectoryStays() throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "a layer of root's files");
    List<Path> lowers = RichTree.layers(work);
    Path upper = directory("copy-upper");
    Shell.run(
        upper, "mkdir d opq; echo own > f; mkdir -p w/o\nwhiteout x\nwhiteout top\nopaque opq");
    FullCopy copy = FullCopy.fill(lowers, upper);
    Shell.run(upper, "echo again > top");
    copy.reduce();
    assertEquals(
        List.of("d", "f", "opq opaque", "top", "w", "w/o", "x whiteout"), Listing.names(upper));
  }
}
