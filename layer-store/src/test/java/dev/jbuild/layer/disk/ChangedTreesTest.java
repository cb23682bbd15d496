package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import dev.jbuild.image.json.JsonObject;
import dev.jbuild.layer.Finding;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Repair;
import dev.jbuild.layer.Repair.Outcome;
import dev.jbuild.layer.tar.TarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers from outside, whose trees do not give their tars back, and somebody who changes files in
/// them behind the store's back.
class ChangedTreesTest extends StoreTest {
  private static final Reference NAME = Reference.parse("app:1");

  private Layer base;
  private Layer top;

  interface Change {
    void to(Path base, Path top) throws IOException;
  }

  @BeforeEach
  void image() throws IOException {
    base =
        pulled(
            new TarBytes()
                .file("z", "last comes first")
                .directory("d")
                .file("d/b", "twice")
                .file("d/b", "bytes")
                .hardLink("d/c", "d/b")
                .file("d/e", "")
                .symlink("l", "d/b")
                .device("p", TarType.FIFO, 0, 0)
                .directory("gone")
                .bytes());
    top =
        pulled(
            new TarBytes()
                .file("d/new", "its parent is below")
                .hardLink("d/linked", "z")
                .file(".wh.gone", "")
                .directory("o")
                .file("o/.wh..wh..opq", "")
                .bytes(),
            base);
    Descriptor manifest = Images.assemble(store, "x", base, top);
    store.images().put(NAME, manifest, NOW);
    assertTrue(top.id().parents().isPresent(), "the upper layer depends on the lower");
    assertSound();
  }

  private Layer pulled(byte[] tar, Layer... below) throws IOException {
    Layer layer = apply(tar, below);
    store
        .layers()
        .remember(layer, Descriptor.of(MediaTypes.OCI_LAYER, store.content().put(tar), tar.length));
    return layer;
  }

  private static Arguments change(String told, Change change) {
    return Arguments.of(told, change);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("'/z' has other bytes", (base, _) -> flip(base.resolve("z"))),
        change("'/z' has 0 bytes instead of 16", (base, _) -> rewrite(base.resolve("z"), "")),
        change("'/d/e' has 1 bytes instead of 0", (base, _) -> rewrite(base.resolve("d/e"), "x")),
        change("'/z' is missing", (base, _) -> deleteIn(base, "z")),
        change("'/added' does not belong to it", (base, _) -> addTo(base, "added")),
        change(
            "'/z' has mode 0600 instead of 0644",
            (base, _) -> mode(base.resolve("z"), "rw-------")),
        change(
            "'/d' has mode 0700 instead of 0755",
            (base, _) -> mode(base.resolve("d"), "rwx------")),
        change("'/z' has another modification time", (base, _) -> time(base.resolve("z"), 5)),
        change("'/l' points to 'elsewhere'", (base, _) -> relink(base, "l")),
        change("'/p' is of another kind", (base, _) -> refile(base, "p")),
        change("'/d/c' is another file than its other names", (base, _) -> unshare(base)),
        change("'/gone' is missing", (_, top) -> deleteIn(top, "gone")),
        change("'/d/new' has other bytes", (_, top) -> flip(top.resolve("d/new"))),
        change("'/d/linked' has other bytes", (_, top) -> flip(top.resolve("d/linked"))));
  }

  private static void time(Path file, long seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(java.time.Instant.ofEpochSecond(seconds)));
  }

  private static void rewrite(Path file, String content) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, before);
  }

  private static void flip(Path file) throws IOException {
    String text = Files.readString(file);
    rewrite(file, text.substring(1) + text.charAt(0));
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /// Something in a directory, whose time stays as it is.
  private static void in(Path directory, Step change) throws IOException {
    FileTime before = Files.getLastModifiedTime(directory);
    change.run();
    Files.setLastModifiedTime(directory, before);
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void deleteIn(Path directory, String name) throws IOException {
    in(directory, () -> Files.delete(directory.resolve(name)));
  }

  private static void addTo(Path directory, String name) throws IOException {
    in(directory, () -> Files.writeString(directory.resolve(name), ""));
  }

  private static void relink(Path directory, String name) throws IOException {
    Path link = directory.resolve(name);
    FileTime before = Files.getLastModifiedTime(link, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    in(
        directory,
        () -> {
          Files.delete(link);
          Files.createSymbolicLink(link, Path.of("elsewhere"));
        });
    java.nio.file.attribute.BasicFileAttributeView view =
        Files.getFileAttributeView(
            link,
            java.nio.file.attribute.BasicFileAttributeView.class,
            java.nio.file.LinkOption.NOFOLLOW_LINKS);
    view.setTimes(before, null, null);
  }

  private static void refile(Path directory, String name) throws IOException {
    in(
        directory,
        () -> {
          Files.delete(directory.resolve(name));
          Files.writeString(directory.resolve(name), "");
        });
  }

  private static void unshare(Path base) throws IOException {
    Path name = base.resolve("d/c");
    in(
        base.resolve("d"),
        () -> {
          FileTime before = Files.getLastModifiedTime(name);
          byte[] bytes = Files.readAllBytes(name);
          Files.delete(name);
          Files.write(name, bytes);
          mode(name, "rw-r--r--");
          Files.setLastModifiedTime(name, before);
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void areFoundAndUndone(String told, Change change) throws IOException {
    change.to(base.directory(), top.directory());
    List<Finding> findings = store.check();
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.getFirst().problem().contains("changed: " + told), findings.toString());
    assertTrue(findings.getFirst().subject().contains("image 'app:1'"), findings.toString());
    assertTrue(findings.getFirst().advice().contains("check --repair"), findings.toString());

    List<Repair> repairs = store.repair();
    assertEquals(
        List.of(Outcome.REPAIRED),
        repairs.stream().map(Repair::outcome).distinct().toList(),
        repairs.toString());
    assertSound();
    assertEquals(List.of(), store.repair(), "a second repair");
    List<Layer> stack = store.layers().stack(List.of(base.diffId(), top.diffId())).orElseThrow();
    assertEquals("last comes first", Files.readString(stack.getFirst().directory().resolve("z")));
    assertEquals(
        List.of("/d", "/d/b", "/d/c", "/d/e", "/d/linked", "/d/new", "/l", "/o", "/p", "/z"),
        paths(stack.toArray(Layer[]::new)));
  }

  @Test
  void areCounted() throws IOException {
    flip(base.directory().resolve("z"));
    flip(base.directory().resolve("d/b"));
    String problem = store.check().getFirst().problem();
    assertTrue(problem.endsWith("'/d/b' has other bytes, and 2 more"), problem);
  }

  @Test
  void areUndoneBelowFirstWhereOneLayerDependsOnAnother() throws IOException {
    flip(base.directory().resolve("z"));
    flip(top.directory().resolve("d/new"));
    List<Repair> repairs = store.repair();
    assertEquals(
        List.of(Outcome.REPAIRED),
        repairs.stream().map(Repair::outcome).distinct().toList(),
        repairs.toString());
    assertSound();
  }

  @Test
  void areLeftToTheContainerThatHasThem() throws IOException {
    JsonObject nothing = JsonObject.builder().build();
    store.records("containers").put("c", nothing, References.toLayers(List.of(base, top)));
    flip(top.directory().resolve("d/new"));
    List<Repair> repairs = store.repair();
    assertEquals(List.of(Outcome.LEFT), repairs.stream().map(Repair::outcome).distinct().toList());
    assertTrue(repairs.getFirst().detail().contains("a container has it"), repairs.toString());
  }

  @Test
  void cannotBeToldWithoutAPackedForm() throws IOException {
    store.images().remove(store.images().find(NAME).orElseThrow());
    for (Layer layer : List.of(base, top)) {
      for (Descriptor blob : store.layers().blobs(layer)) {
        Files.delete(store.root().resolve("content/sha256").resolve(blob.digest().hex()));
      }
    }
    flip(base.directory().resolve("z"));
    assertSound();
    assertFalse(store.layers().list().isEmpty());
  }

  @Test
  void takeNothingFromWhatIsWhole() throws IOException {
    Path before = base.directory();
    assertEquals(List.of(), store.repair());
    assertEquals(before, store.layers().find(base.id()).orElseThrow().directory());
  }
}
