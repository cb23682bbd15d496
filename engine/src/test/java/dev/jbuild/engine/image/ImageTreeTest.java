package dev.jbuild.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.engine.image.ImageDiff.Kind;
import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.Platform;
import dev.jbuild.image.Reference;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.TreeWriter;
import dev.jbuild.layer.disk.DiskStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is seen of images, compared and layer by layer.
class ImageTreeTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;
  private Store store;
  private FileAttributes attributes;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory.resolve("store"), InstantSource.fixed(TIME));
    int uid = (Integer) Files.getAttribute(directory, "unix:uid");
    int gid = (Integer) Files.getAttribute(directory, "unix:gid");
    attributes = FileAttributes.of(0644, uid, gid, TIME);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private interface Filling {
    void fill(TreeWriter tree) throws IOException;
  }

  private Layer layer(List<Layer> below, Filling filling) throws IOException {
    try (LayerDraft draft = store.layers().draft(below)) {
      filling.fill(draft.tree());
      return draft.commit(null);
    }
  }

  private void file(TreeWriter tree, String path, String content) throws IOException {
    tree.file(path, attributes, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private StoredImage image(String name, Map<String, String> labels, Layer... layers)
      throws IOException {
    ImageConfig config =
        new ImageConfig(
            Platform.host(),
            TIME,
            "",
            ContainerConfig.EMPTY.toBuilder().labels(labels).build(),
            List.of(),
            List.of());
    Descriptor manifest = store.images().assemble(config, List.of(layers));
    return StoredImage.of(store, store.images().put(Reference.parse(name), manifest, TIME));
  }

  @Test
  void countsWhatLaterLayersHide() throws IOException {
    Layer a =
        layer(
            List.of(),
            tree -> {
              file(tree, "/kept", "k");
              file(tree, "/twice", "12345");
              tree.directory("/gone", attributes.withMode(0755));
              file(tree, "/gone/x", "123");
              file(tree, "/gone/y", "1234");
            });
    Layer b =
        layer(
            List.of(a),
            tree -> {
              file(tree, "/twice", "12");
              tree.remove("/gone");
              file(tree, "/linked", "123456");
              tree.hardLink("/link", "/linked");
            });
    ImageTree tree = ImageTree.of(image("app:1", Map.of(), a, b));
    assertEquals(13 + 8, tree.total());
    assertEquals(9, tree.seen());
    assertEquals(12, tree.wasted());
    assertEquals(9.0 / 21, tree.efficiency());
    assertEquals(
        List.of(
            new ImageTree.Waste("/twice", 2, 5),
            new ImageTree.Waste("/gone/y", 2, 4),
            new ImageTree.Waste("/gone/x", 2, 3)),
        tree.waste());
    ImageTree.Part upper = tree.layers().getLast();
    assertEquals(12, upper.hides());
    assertEquals(2, upper.count(Kind.ADDED));
    assertEquals(1, upper.count(Kind.CHANGED));
    assertEquals(2, upper.count(Kind.DELETED), "directories are not counted");
  }

  @Test
  void hidesTheBytesOfAFileWithItsLastName() throws IOException {
    Layer a =
        layer(
            List.of(),
            tree -> {
              file(tree, "/one", "123456");
              tree.hardLink("/two", "/one");
            });
    Layer b = layer(List.of(a), tree -> tree.remove("/one"));
    ImageTree half = ImageTree.of(image("half:1", Map.of(), a, b));
    assertEquals(6, half.total());
    assertEquals(0, half.wasted(), "the other name is still seen");
    Layer c = layer(List.of(a, b), tree -> file(tree, "/two", "x"));
    ImageTree whole = ImageTree.of(image("whole:1", Map.of(), a, b, c));
    assertEquals(List.of(new ImageTree.Waste("/two", 2, 6)), whole.waste());
    assertEquals(7, whole.total());
    assertEquals(1, whole.seen());
    StoredImage image = image("links:1", Map.of(), a);
    assertEquals(6, ImageDiff.of(image, image, false).sizeBefore());
  }

  @Test
  void findsExtendedAttributesThatDiffer() throws IOException {
    FileAttributes marked =
        new FileAttributes(
            0644, attributes.uid(), attributes.gid(), TIME, Map.of("user.k", new byte[] {1}));
    Layer one = layer(List.of(), tree -> file(tree, "/f", "x"));
    Layer two =
        layer(
            List.of(),
            tree ->
                tree.file(
                    "/f", marked, new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8))));
    ImageDiff diff = ImageDiff.of(image("a:1", Map.of(), one), image("b:1", Map.of(), two), false);
    assertEquals(
        List.of(new ImageDiff.Change(Kind.CHANGED, "/f", 1, 1, List.of("xattrs"))), diff.files());
  }

  @Test
  void findsFilesAndSettingsThatDiffer() throws IOException {
    Layer base = layer(List.of(), tree -> file(tree, "/same", "same"));
    Layer one =
        layer(
            List.of(base),
            tree -> {
              file(tree, "/changed", "one");
              file(tree, "/deleted", "x");
              tree.symlink("/link", "a", attributes);
            });
    Layer two =
        layer(
            List.of(base),
            tree -> {
              file(tree, "/added", "xy");
              tree.file(
                  "/changed",
                  attributes.withMode(0600).withModified(TIME.plusSeconds(9)),
                  new ByteArrayInputStream("two".getBytes(StandardCharsets.UTF_8)));
              tree.symlink("/link", "b", attributes);
            });
    StoredImage first = image("app:1", Map.of("a", "1", "b", "2"), base, one);
    StoredImage second = image("app:2", Map.of("a", "9", "c", "3"), base, two);
    ImageDiff diff = ImageDiff.of(first, second, false);
    assertEquals(
        List.of(
            new ImageDiff.Change(Kind.ADDED, "/added", 0, 2, List.of()),
            new ImageDiff.Change(Kind.CHANGED, "/changed", 3, 3, List.of("mode", "content")),
            new ImageDiff.Change(Kind.DELETED, "/deleted", 1, 0, List.of()),
            new ImageDiff.Change(Kind.CHANGED, "/link", 0, 0, List.of("target"))),
        diff.files());
    assertEquals(
        List.of(
            new ImageDiff.Setting("Labels a", "1", "9"),
            new ImageDiff.Setting("Labels b", "2", ""),
            new ImageDiff.Setting("Labels c", "", "3")),
        diff.settings());
    assertTrue(ImageDiff.of(first, first, true).isEmpty());
    assertEquals(
        List.of("mode", "content", "time"),
        ImageDiff.of(first, second, true).files().get(1).what());
  }
}
