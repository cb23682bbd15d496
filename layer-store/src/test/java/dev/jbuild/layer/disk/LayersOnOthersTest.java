package dev.jbuild.layer.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.layer.Layer;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a layer hides of those below it, and what it takes from them.
class LayersOnOthersTest extends StoreTest {
  @Nested
  class Deletions {
    @Test
    void hideFilesAndDirectoriesOfLowerLayers() throws IOException {
      Layer base =
          apply(
              new TarBytes()
                  .directory("a")
                  .file("a/x", "1")
                  .file("a/y", "2")
                  .directory("b")
                  .file("b/z", "3")
                  .bytes());
      byte[] tar = new TarBytes().file(".wh.b", "").directory("a").file("a/.wh.x", "").bytes();
      Layer top = apply(tar, base);
      assertEquals(List.of("/a", "/a/y"), paths(base, top));
    }

    @Test
    void opaqueDirectoriesHideLowerContentWhateverTheOrder() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/old", "1").bytes());
      Layer first =
          apply(
              new TarBytes().directory("d").file("d/.wh..wh..opq", "").file("d/new", "").bytes(),
              base);
      Layer last =
          apply(
              new TarBytes().directory("d").file("d/new", "").file("d/.wh..wh..opq", "").bytes(),
              base);
      assertEquals(List.of("/d", "/d/new"), paths(base, first));
      assertEquals(List.of("/d", "/d/new"), paths(base, last));
    }

    @Test
    void aDeletedDirectoryThatIsMadeAnewIsOpaque() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/old", "1").bytes());
      Layer before =
          apply(new TarBytes().file(".wh.d", "").directory("d").file("d/n", "").bytes(), base);
      Layer after =
          apply(new TarBytes().directory("d").file("d/n", "").file(".wh.d", "").bytes(), base);
      assertEquals(List.of("/d", "/d/n"), paths(base, before));
      assertEquals(List.of("/d", "/d/n"), paths(base, after));
    }

    @Test
    void neverHideWhatTheSameLayerHas() throws IOException {
      Layer base = apply(new TarBytes().file("f", "old").bytes());
      Layer top = apply(new TarBytes().file("f", "new").file(".wh.f", "").bytes(), base);
      assertEquals(3, stat("/f", base, top).size());
    }

    @Test
    void anOpaqueRootHidesAllBelow() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/x", "").file("f", "").bytes());
      Layer top = apply(new TarBytes().file(".wh..wh..opq", "").directory("d").bytes(), base);
      assertEquals(List.of("/d"), paths(base, top));
    }

    @Test
    void inTheLowestLayerMeanNothing() throws IOException {
      Layer only = apply(new TarBytes().file(".wh.x", "").file("f", "").bytes());
      assertEquals(List.of("/f"), paths(only));
      assertFalse(Files.exists(only.directory().resolve("x"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void leftByAufsArePassedOver() throws IOException {
      Layer layer =
          apply(
              new TarBytes()
                  .directory(".wh..wh.plnk")
                  .file(".wh..wh.plnk/1.2", "x")
                  .file("f", "")
                  .bytes());
      assertEquals(List.of("/f"), paths(layer));
    }
  }

  @Nested
  class LowerLayers {
    @Test
    void giveHardLinksTheirFile() throws IOException {
      Layer base = apply(new TarBytes().directory("d").file("d/f", "shared").bytes());
      Layer top = apply(new TarBytes().hardLink("link", "d/f").bytes(), base);
      assertEquals("shared", Files.readString(top.directory().resolve("link")));
      assertEquals(2, stat("/d/f", base, top).links());
      assertEquals(stat("/link", base, top).inode(), stat("/d/f", base, top).inode());
      assertTrue(top.id().parents().isPresent(), "its directory depends on the base");
    }

    @Test
    void giveMissingParentsTheirAttributes() throws IOException {
      byte[] lower =
          new TarBytes()
              .entry(
                  new TarEntry(
                      TarType.DIRECTORY,
                      "d/",
                      01777,
                      5,
                      6,
                      77,
                      0,
                      0,
                      "",
                      0,
                      0,
                      false,
                      Map.of("user.k", new byte[] {1})),
                  new byte[0])
              .bytes();
      Layer base = apply(lower);
      byte[] tar = new TarBytes().file("d/f", "x").bytes();
      Layer top = apply(tar, base);
      TreeEntry d = stat("/d", base, top);
      assertEquals(01777, d.mode());
      assertEquals(5, d.uid());
      assertEquals(77, d.modified().getEpochSecond());
      // On another base the same tar is another directory.
      Layer other = apply(new TarBytes().directory("e").bytes());
      Layer again = apply(tar, other);
      assertNotEquals(top.directory(), again.directory());
      assertEquals(0755, stat("/d", other, again).mode());
      assertEquals(again, store.layers().find(again.diffId(), List.of(other)).orElseThrow());
    }

    @Test
    void leadThroughTheirLinks() throws IOException {
      Layer base =
          apply(
              new TarBytes()
                  .directory("usr")
                  .directory("usr/lib")
                  .symlink("lib", "usr/lib")
                  .bytes());
      Layer top = apply(new TarBytes().file("lib/x.so", "").bytes(), base);
      assertEquals(List.of("/lib", "/usr", "/usr/lib", "/usr/lib/x.so"), paths(base, top));
      assertTrue(stat("/lib", base, top).isSymlink());
    }

    @Test
    void shareOneDirectoryOfALayerThatIsCompleteInItself() throws IOException {
      byte[] tar = new TarBytes().directory("d").file("d/f", "x").bytes();
      Layer a = apply(new TarBytes().file("a", "").bytes());
      Layer b = apply(new TarBytes().file("b", "").bytes());
      assertEquals(apply(tar, a).directory(), apply(tar, b).directory());
    }

    @Test
    void keepTheAttributesOfTheirRoot() throws IOException {
      TarEntry root =
          new TarEntry(TarType.DIRECTORY, "./", 0700, 0, 0, 9, 0, 0, "", 0, 0, false, Map.of());
      byte[] tar = new TarBytes().file("f", "").bytes();
      Layer plain = apply(tar);
      Layer base = apply(new TarBytes().entry(root, new byte[0]).bytes());
      Layer top = apply(tar, base);
      assertEquals(0700, stat("/", base, top).mode());
      assertEquals(0755, stat("/", plain).mode());
      assertNotEquals(plain.directory(), top.directory());
    }
  }
}
