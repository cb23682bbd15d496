package dev.jbuild.layer.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.layer.file.Session;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Mounts;
import dev.jbuild.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /// Runs a script in an overlay.
  private Path overlaid(List<Path> lowers, String script) throws Exception {
    Path upper = directory("overlay-upper");
    Path mounted = directory("mounted");
    String lower = String.join(":", lowers.stream().map(Path::toString).toList());
    try {
      Mounts.mount(
          "overlay",
          "overlay",
          mounted,
          0,
          "lowerdir=%s,upperdir=%s,workdir=%s,redirect_dir=off,metacopy=off,index=off"
              .formatted(lower, upper, directory("overlay-work")));
    } catch (SyscallException e) {
      assumeTrue(false, "overlay cannot be mounted here: " + e.getMessage());
    }
    try {
      Shell.run(mounted, script);
    } finally {
      Mounts.unmount(mounted);
    }
    return upper;
  }

  /// Runs a script in a copy.
  private Path copied(List<Path> lowers, String script) throws Exception {
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

  private List<Path> layers() throws Exception {
    List<Path> lowers = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      lowers.addFirst(directory("l" + i));
      Shell.run(lowers.getFirst(), RichTree.layer(i));
    }
    return lowers;
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
        "rm hard1 hard2 hard3",
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
    assertSame(layers(), script);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void manyRandomChangesLeaveTheSame(long seed) throws Exception {
    long base = Long.getLong("jbuild.snapshot.seed", 0);
    assertSame(layers(), RandomChanges.script(new Random(base + seed), OPERATIONS));
  }

  @Test
  void aStoreWithoutExactTimesComparesContent() throws Exception {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting file systems needs root");
    Path disk = work.resolve("disk");
    Shell.run(work, "truncate -s 64M disk && mkfs.ext4 -q -I 128 disk");
    Path there = directory("there");
    Shell.run(work, "mount -o loop '" + disk + "' '" + there + "'");
    try {
      List<Path> lowers = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        lowers.addFirst(Files.createDirectories(there.resolve("l" + i)));
        Shell.run(lowers.getFirst(), RichTree.layer(i));
      }
      Path upper = Files.createDirectories(there.resolve("upper"));
      FullCopy copy = FullCopy.fill(lowers, upper);
      Shell.run(upper, "echo y > f; rm d/1; touch -d @9 d f");
      copy.reduce();
      assertEquals(List.of("d", "d/1 whiteout", "f"), Listing.names(upper));
    } finally {
      Shell.run(work, "umount '" + there + "'");
    }
  }
}
