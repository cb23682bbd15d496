package dev.jbuild.layer.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.diff.TreeTar;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarReader;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceStandInTest {
  private static final DeviceStandIn DISK =
      new DeviceStandIn(FileKind.BLOCK_DEVICE, 259, 1 << 19, 0660);

  @TempDir Path tree;

  @BeforeEach
  void aStandInWithTwoNamesAndWhatLooksLikeOne() throws IOException {
    try (Fd root = Opening.directory(tree)) {
      make(root, "disk");
      Nodes.makeHardLink(root, "disk", root, "disk2");
      Files.createFile(tree.resolve("empty"));
      Attributes.mode(root, "empty", 01000);
      make(root, "written");
      Files.writeString(tree.resolve("written"), "more");
    }
  }

  private static void make(Fd root, String name) throws IOException {
    DISK.make(root, name);
    Attributes.mode(root, name, 01000);
  }

  @Test
  void viewsShowTheDevice() throws IOException {
    UnionView view = UnionView.over(List.of(), tree);
    TreeEntry disk = view.stat("/disk2").orElseThrow();
    assertEquals(FileKind.BLOCK_DEVICE, disk.kind());
    assertEquals(259, disk.major());
    assertEquals(1 << 19, disk.minor());
    assertEquals(0660, disk.mode());
    assertEquals(2, disk.links());
    assertEquals(FileKind.FILE, view.stat("/empty").orElseThrow().kind());
    assertEquals(FileKind.FILE, view.stat("/written").orElseThrow().kind());
    assertEquals(0, UnionView.attributes(disk).xattrs().size());
  }

  @Test
  void tarsHaveTheDevice() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TreeTar.write(tree, OverlayForm.current(), null, out);
    TarReader tar = new TarReader(new ByteArrayInputStream(out.toByteArray()));
    List<String> entries = new ArrayList<>();
    for (TarEntry e = tar.next(); e != null; e = tar.next()) {
      if (e.type() != TarType.DIRECTORY) {
        entries.add("%s %s %o %d:%d".formatted(e.name(), e.type(), e.mode(), e.major(), e.minor()));
        assertTrue(e.xattrs().isEmpty(), e.name());
      }
    }
    assertEquals(
        List.of(
            "disk BLOCK_DEVICE 660 259:524288",
            "disk2 HARD_LINK 660 0:0",
            "empty FILE 1000 0:0",
            "written FILE 1000 0:0"),
        entries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c 1 3 666", "b 4095 1048575 0", "c 4294967295 4294967295 7777"})
  void valuesAreReadAsTheyAreWritten(String value) {
    assertEquals(
        value, String.valueOf(DeviceStandIn.parse(value.getBytes(StandardCharsets.US_ASCII))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c 1 3", "d 1 3 666", "c 1 3 666 ", "c x 3 666", "c -1 3 666"})
  void otherValuesMeanNothing(String value) {
    assertNull(DeviceStandIn.parse(value.getBytes(StandardCharsets.US_ASCII)));
    assertNull(DeviceStandIn.parse(null));
  }
}
