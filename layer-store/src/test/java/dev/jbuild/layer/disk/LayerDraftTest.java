package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.Layer;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LayerDraftTest extends StoreTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 5);
  private static final FileAttributes FILE = FileAttributes.of(0644, 0, 0, TIME);
  private static final FileAttributes DIRECTORY = FileAttributes.of(0750, 3, 4, TIME);

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private Layer base() throws IOException {
    return apply(
        new TarBytes()
            .directory("app")
            .directory("app/old")
            .file("app/old/f", "1")
            .symlink("link", "app")
            .file("file", "x")
            .bytes());
  }

  @Test
  void equalTreesAreOneLayerHoweverTheyWereWritten() throws IOException {
    Layer first;
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().directory("/a", DIRECTORY);
      draft.tree().file("/a/x", FILE, text("1"));
      draft.tree().file("/a/y", FILE, text("2"));
      first = draft.commit(null);
    }
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().file("a/y", FILE, text("old"));
      draft.tree().file("a/y", FILE, text("2"));
      draft.tree().file("a/x", FILE, text("1"));
      draft.tree().directory("a", DIRECTORY);
      assertEquals(first, draft.commit(null));
    }
    assertEquals(List.of(first), store.layers().list());
    assertSound();
  }

  @Test
  void pathsFollowLinksOfLowerLayersAndParentsAreTakenOver() throws IOException {
    Layer base = base();
    Layer made;
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      draft.tree().file("/link/new", FILE, text("n"));
      TreeEntry seen = draft.view().stat("/app/new").orElseThrow();
      assertEquals(1, seen.size());
      made = draft.commit(null);
    }
    assertEquals(List.of("/app", "/app/new"), paths(made));
    TreeEntry app = UnionView.of(List.of(base, made)).stat("/app").orElseThrow();
    assertEquals(TarBytes.TIME, app.modified().getEpochSecond());
  }

  @Test
  void directoriesAreMadeWhereTheyAreMissing() throws IOException {
    Layer base = base();
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      draft.tree().directories("/app/sub/deep", DIRECTORY);
      Layer made = draft.commit(null);
      UnionView view = UnionView.of(List.of(base, made));
      assertEquals(0755, view.stat("/app").orElseThrow().mode());
      assertEquals(0750, view.stat("/app/sub").orElseThrow().mode());
      assertEquals(4, view.stat("/app/sub/deep").orElseThrow().gid());
      assertEquals(TIME, view.stat("/app/sub").orElseThrow().modified());
    }
  }

  @Test
  void removingHidesLowerFilesAndOnlyThose() throws IOException {
    Layer base = base();
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      draft.tree().remove("/app/old");
      draft.tree().remove("/app/none");
      draft.tree().file("/tmp", FILE, text("t"));
      draft.tree().remove("/tmp");
      Layer made = draft.commit(null);
      assertEquals(List.of("/app", "/file", "/link"), paths(base, made));
      assertEquals(2, made.entries(), "the parent and one deletion");
    }
  }

  @Test
  void laterTimesAreClampedOnDiskAndInTheTar() throws IOException {
    Instant latest = Instant.ofEpochSecond(1_000);
    Layer made;
    try (LayerDraft draft = store.layers().draft(List.of())) {
      draft.tree().directory("d", DIRECTORY);
      draft.tree().file("d/f", FILE, text(""));
      draft.tree().file("old", FILE.withModified(Instant.ofEpochSecond(5)), text(""));
      draft.tree().symlink("l", "x", FILE);
      made = draft.commit(latest);
    }
    UnionView view = UnionView.of(List.of(made));
    for (String path : List.of("/d", "/d/f", "/l")) {
      assertEquals(latest, view.stat(path).orElseThrow().modified(), path);
    }
    assertEquals(5, view.stat("/old").orElseThrow().modified().getEpochSecond());
    assertSound();
  }

  @Test
  void archivesAreUnpackedIntoADirectory() throws IOException {
    byte[] tar =
        new TarBytes().file("x/y", "1").hardLink("z", "x/y").symlink("up", "../../..").bytes();
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(tar);
    }
    Layer base = base();
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      draft
          .tree()
          .unpack(new ByteArrayInputStream(gzip.toByteArray()), "/link", a -> a.withOwner(8, 9));
      Layer made = draft.commit(null);
      assertEquals(List.of("/app", "/app/up", "/app/x", "/app/x/y", "/app/z"), paths(made));
      TreeEntry y = UnionView.of(List.of(made)).stat("/app/x/y").orElseThrow();
      assertEquals(8, y.uid());
      assertEquals(2, y.links());
    }
    try (LayerDraft draft = store.layers().draft(List.of(base))) {
      assertThrows(
          ContentException.Corrupt.class,
          () ->
              draft
                  .tree()
                  .unpack(
                      new ByteArrayInputStream(new TarBytes().file("../x", "").bytes()),
                      "/app",
                      a -> a));
    }
  }

  @Test
  void namesAndDevicesThatMeanDeletionsAreRefused() throws IOException {
    try (LayerDraft draft = store.layers().draft(List.of())) {
      assertThrows(
          IllegalArgumentException.class, () -> draft.tree().file("/a/.wh.b", FILE, text("")));
      assertThrows(
          IllegalArgumentException.class,
          () -> draft.tree().special("/d", FileKind.CHARACTER_DEVICE, 0, 0, FILE));
      Files.writeString(draft.directory().resolve(".wh.c"), "made by a RUN step");
      ContentException e = assertThrows(ContentException.Corrupt.class, () -> draft.commit(null));
      assertTrue(
          String.valueOf(e.getMessage()).contains("give the file another name"), e.getMessage());
    }
  }

  @Test
  void aDroppedDraftLeavesNothing() throws IOException {
    LayerDraft draft = store.layers().draft(List.of());
    draft.tree().file("f", FILE, text("x"));
    java.nio.file.Path directory = draft.directory();
    draft.close();
    assertTrue(Files.notExists(directory.getParent()));
    assertEquals(List.of(), store.layers().list());
  }

  @Test
  void anEmptyDraftIsTheEmptyLayer() throws IOException {
    try (LayerDraft draft = store.layers().draft(List.of())) {
      Layer empty = draft.commit(null);
      assertEquals(0, empty.entries());
      assertEquals(1024, empty.tarSize());
      // The well-known diff ID of the empty layer of docker and buildkit.
      assertEquals(
          "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
          empty.diffId().toString());
    }
  }
}
