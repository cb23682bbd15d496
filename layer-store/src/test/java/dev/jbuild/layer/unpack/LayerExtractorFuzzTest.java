package dev.jbuild.layer.unpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.UnionView;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tar.TarEntry;
import dev.jbuild.layer.tar.TarType;
import dev.jbuild.layer.tar.TarWriter;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.RootedTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Whatever a tar says, what it makes stays below the root of its tree; all else ends with an error
/// that is a [ContentException].
class LayerExtractorFuzzTest {
  private static final TarType[] TYPES = TarType.values();
  private static final String[] PARTS = {
    "a", "b", "c", "..", ".", "", "a/b", "outside", ".wh.a", ".wh..wh..opq", ".wh..wh.plnk", ".wh."
  };
  private static final Map<String, byte[]> XATTRS = Map.of("user.x", new byte[] {1});

  /// The entries of a tar, as the fuzzer chooses; paths lead up, through links and to `outside`.
  private static byte[] tar(FuzzedDataProvider data, Path outside) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    for (int i = 0; i < 30 && data.remainingBytes() > 0; i++) {
      TarType type = data.pickValue(TYPES);
      byte[] content =
          type == TarType.FILE
              ? data.consumeString(20).getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      tar.header(
          new TarEntry(
              type,
              path(data, outside),
              data.consumeInt(0, 07777),
              data.consumeInt(0, 3),
              data.consumeInt(0, 3),
              data.consumeInt(),
              0,
              content.length,
              type == TarType.SYMLINK || type == TarType.HARD_LINK ? path(data, outside) : "",
              data.consumeInt(0, 1),
              data.consumeInt(0, 3),
              false,
              data.consumeInt(0, 9) == 0 ? XATTRS : Map.of()));
      tar.content(content, 0, content.length);
      tar.pad();
    }
    tar.finish();
    return out.toByteArray();
  }

  private static String path(FuzzedDataProvider data, Path outside) {
    List<String> parts = new ArrayList<>();
    if (data.consumeInt(0, 7) == 0) {
      parts.add(outside.toString());
    }
    for (int n = data.consumeInt(0, 4); n >= 0; n--) {
      parts.add(data.consumeInt(0, 9) == 0 ? data.consumeString(6) : data.pickValue(PARTS));
    }
    String path = String.join("/", parts).replace("\0", "");
    return path.isEmpty() ? "a" : path;
  }

  /// All files of a directory with what can be seen of them, in order.
  private static Map<String, String> all(Path directory) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Map<String, Object> its =
            Files.readAttributes(
                file, "unix:mode,nlink,uid,gid,ctime,ino", LinkOption.NOFOLLOW_LINKS);
        found.put(file.toString(), new TreeMap<>(its).toString());
      }
    }
    return found;
  }

  private interface Extraction {
    void run(Path directory) throws IOException;
  }

  private static void staysInside(Path work, Extraction extraction) throws IOException {
    Path outside = Files.createDirectories(work.resolve("outside/a/b")).getParent().getParent();
    Files.writeString(outside.resolve("c"), "secret");
    Files.createDirectory(work.resolve("tree"));
    Map<String, String> before = all(outside);
    try {
      extraction.run(work.resolve("tree"));
    } catch (ContentException refused) {
      assertTrue(!String.valueOf(refused.getMessage()).isEmpty());
    }
    assertEquals(before, all(outside));
    try (Stream<Path> beside = Files.list(work)) {
      assertEquals(
          List.of("outside", "tree"),
          beside.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @FuzzTest(maxDuration = "25s")
  void layersStayBelowTheirRoot(FuzzedDataProvider data) throws IOException {
    Path work = Files.createTempDirectory("fuzz");
    try {
      boolean lowest = data.consumeBoolean();
      byte[] tar = tar(data, work.resolve("outside"));
      staysInside(
          work,
          directory -> {
            OverlayForm form = OverlayForm.current();
            try (RootedTree tree = new RootedTree(directory, UnionView.of(List.of()), form, true)) {
              new LayerExtractor(tree, lowest).extract(new ByteArrayInputStream(tar));
            }
          });
    } finally {
      Session.removeTree(work);
    }
  }

  @FuzzTest(maxDuration = "25s")
  void archivesStayBelowTheirRoot(FuzzedDataProvider data) throws IOException {
    Path work = Files.createTempDirectory("fuzz");
    try {
      byte[] tar = tar(data, work.resolve("outside"));
      staysInside(
          work,
          directory -> {
            OverlayForm form = OverlayForm.current();
            try (RootedTree tree = new RootedTree(directory, UnionView.of(List.of()), form, true)) {
              new ArchiveExtractor(tree)
                  .extract(
                      new ByteArrayInputStream(tar), List.of("into"), UnaryOperator.identity());
            }
          });
    } finally {
      Session.removeTree(work);
    }
  }
}
