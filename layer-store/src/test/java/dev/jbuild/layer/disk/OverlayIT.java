package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.UnionView;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Mounts;
import dev.jbuild.linux.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the kernel's overlay shows of our layers, and what it leaves in our drafts.
class OverlayIT extends StoreTest {
  private Path mount(List<Layer> layers, String more) throws IOException {
    assumeTrue(Credentials.effectiveUser() == 0, "mounting overlays needs root");
    Path target = Files.createDirectories(temporary.resolve("mnt"));
    String lower =
        layers.reversed().stream()
            .map(l -> l.directory().toString())
            .collect(Collectors.joining(":"));
    try {
      Mounts.mount("overlay", "overlay", target, 0, "lowerdir=" + lower + more);
    } catch (SyscallException e) {
      assumeTrue(false, "overlay cannot be mounted here: " + e.getMessage());
    }
    return target;
  }

  private static List<String> listed(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.skip(1).map(p -> "/" + root.relativize(p) + describe(p)).sorted().toList();
    }
  }

  private static String describe(Path path) {
    try {
      return " %o %s:%s"
          .formatted(
              (Integer) attribute(path, "mode") & 07777,
              attribute(path, "uid"),
              attribute(path, "gid"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Object attribute(Path path, String name) throws IOException {
    return java.util.Objects.requireNonNull(
        Files.getAttribute(path, "unix:" + name, java.nio.file.LinkOption.NOFOLLOW_LINKS));
  }

  private static List<String> viewed(List<Layer> layers) throws IOException {
    List<String> paths = new ArrayList<>();
    UnionView.of(layers)
        .walk(
            "/",
            e -> {
              paths.add(e.path() + " %o %d:%d".formatted(e.mode(), e.uid(), e.gid()));
              return true;
            });
    paths.removeFirst();
    return paths.stream().sorted().toList();
  }

  @Test
  void theKernelShowsWhatTheUnionViewShows() throws IOException {
    Layer a =
        apply(
            new TarBytes()
                .directory("d")
                .file("d/1", "a")
                .file("d/2", "a")
                .directory("e")
                .file("e/1", "a")
                .directory("gone")
                .file("gone/x", "")
                .symlink("l", "d")
                .file("f", "file")
                .bytes());
    Layer b =
        apply(
            new TarBytes()
                .file(".wh.gone", "")
                .directory("d")
                .file("d/.wh.1", "")
                .file("d/3", "b")
                .directory("e")
                .file("e/.wh..wh..opq", "")
                .file("e/2", "b")
                .directory("f")
                .file("f/in", "")
                .bytes(),
            a);
    Layer c =
        apply(
            new TarBytes()
                .hardLink("hard", "d/2")
                .file("new/deep/file", "c")
                .file("l/4", "c")
                .bytes(),
            a,
            b);
    List<Layer> layers = List.of(a, b, c);
    Path mounted = mount(layers, "");
    try {
      assertEquals(listed(mounted), viewed(layers));
    } finally {
      Mounts.unmount(mounted);
    }
  }

  @Test
  void anUpperDirectoryBecomesExactlyTheChange() throws Exception {
    Layer base =
        apply(
            new TarBytes()
                .directory("d")
                .file("d/1", "a")
                .file("d/2", "a")
                .directory("r")
                .file("r/x", "1")
                .file("f", "file")
                .file("big", "x".repeat(10_000))
                .bytes());
    Layer made;
    List<String> seen;
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      Path mounted =
          mount(
              List.of(base),
              ",upperdir="
                  + draft.directory()
                  + ",workdir="
                  + draft.workDirectory()
                  + ",redirect_dir=off,metacopy=off");
      try {
        Files.delete(mounted.resolve("d/1"));
        Files.writeString(mounted.resolve("d/new"), "n");
        Process sh =
            new ProcessBuilder(
                    "/bin/sh",
                    "-c",
                    "rm -r r; mkdir r; echo 2 > r/y; mv d moved; chmod 600 big; ln big big2; mkfifo p")
                .directory(mounted.toFile())
                .inheritIO()
                .start();
        assertEquals(0, sh.waitFor());
        Files.setPosixFilePermissions(
            mounted.resolve("f"), PosixFilePermissions.fromString("rwx------"));
        seen = listed(mounted);
      } finally {
        Mounts.unmount(mounted);
      }
      made = draft.commit(null);
    }
    assertEquals(seen, viewed(List.of(base, made)));
    assertEquals(
        List.of("/big", "/big2", "/f", "/moved", "/moved/2", "/moved/new", "/p", "/r", "/r/y"),
        paths(base, made));
    // The tar alone, applied anew, is the same layer: nothing was lost on the way.
    byte[] tar = tar(made);
    try (DiskStore other =
        DiskStore.open(temporary.resolve("other"), java.time.InstantSource.system())) {
      Layer again = other.layers().apply(TarBytes.stream(tar), made.diffId(), List.of(base));
      assertEquals(seen, viewed(List.of(base, again)));
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      other.layers().writeTar(again, out);
      assertArrayEquals(tar, out.toByteArray());
    }
  }
}
