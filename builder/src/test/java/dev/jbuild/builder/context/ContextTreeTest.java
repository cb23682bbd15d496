package dev.jbuild.builder.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.builder.tree.ContentKey;
import dev.jbuild.builder.tree.Entry;
import dev.jbuild.builder.tree.FileTree;
import dev.jbuild.builder.tree.NearNames;
import dev.jbuild.builder.tree.PathFilter;
import dev.jbuild.builder.tree.Selection;
import dev.jbuild.builder.tree.SourcePattern;
import dev.jbuild.image.Digest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextTreeTest {
  @TempDir Path temp;
  private Path root;
  private Path index;

  @BeforeEach
  void makeContext() throws IOException {
    root = Files.createDirectory(temp.resolve("context"));
    index = temp.resolve("store/index");
    Files.createDirectories(root.resolve("src/deep"));
    Files.writeString(root.resolve("src/Main.java"), "class Main {}");
    Files.writeString(root.resolve("src/deep/data.bin"), "data");
    Files.writeString(root.resolve("README.md"), "read me");
    Files.createSymbolicLink(root.resolve("link"), Path.of("src"));
  }

  private ContextTree tree(PathFilter filter, StatIndex stats) throws IOException {
    return new ContextTree(root, filter, stats, ForkJoinPool.commonPool());
  }

  private ContextTree tree() throws IOException {
    return tree(PathFilter.NONE, StatIndex.open(index, Instant.now()));
  }

  private static PathFilter without(String excluded, String included) {
    return new PathFilter() {
      @Override
      public boolean excludes(String path) {
        return (path.equals(excluded) || path.startsWith(excluded + "/")) && !path.equals(included);
      }

      @Override
      public boolean mayIncludeBelow(String directory) {
        return included.startsWith(directory + "/");
      }
    };
  }

  private static ContentKey key(FileTree tree, String pattern) throws IOException {
    List<Selection> selections = new java.util.ArrayList<>();
    for (SourcePattern.Match match : SourcePattern.parse(pattern).matches(tree)) {
      selections.add(Selection.of(tree, match, PathFilter.NONE));
    }
    return ContentKey.of(selections);
  }

  private static List<String> paths(FileTree tree, String pattern) throws IOException {
    List<String> paths = new java.util.ArrayList<>();
    for (SourcePattern.Match match : SourcePattern.parse(pattern).matches(tree)) {
      Selection.of(tree, match, PathFilter.NONE).items().forEach(i -> paths.add(i.entry().path()));
    }
    return paths;
  }

  @Test
  void listsInOrderOfNamesAsRoot() throws IOException {
    List<Entry> entries = tree().list("");
    assertEquals(List.of("README.md", "link", "src"), entries.stream().map(Entry::path).toList());
    assertTrue(entries.stream().allMatch(e -> e.uid() == 0 && e.gid() == 0));
    assertEquals("src", entries.get(1).target());
  }

  @Test
  void followsALinkThatIsTheSourceItself() throws IOException {
    assertEquals(paths(tree(), "/src"), paths(tree(), "/link"));
  }

  @Test
  void matchesWildcardsComponentByComponent() throws IOException {
    assertEquals(List.of("src/Main.java"), paths(tree(), "/s*/*.java"));
    assertEquals(List.of(), paths(tree(), "/*.txt"));
    assertEquals(List.of(), paths(tree(), "/l*/*.java"));
  }

  @Test
  void excludedFilesAreNotThere() throws IOException {
    ContextTree tree = tree(without("src", "none"), StatIndex.open(index, Instant.now()));
    assertTrue(tree.stat("src/Main.java").isEmpty());
    assertTrue(tree.stat("src").isEmpty());
    assertEquals(2, tree.list("").size());
    assertTrue(tree.explainMissing("src/Main.java").contains("excluded"));
    assertEquals("", tree.explainMissing("nothing"));
  }

  @Test
  void excludedDirectoryIsThereForWhatIsIncludedBelow() throws IOException {
    ContextTree tree = tree(without("src", "src/Main.java"), StatIndex.open(index, Instant.now()));
    assertEquals(List.of("src", "src/Main.java"), paths(tree, "/src"));
  }

  @Test
  void excludedDirectoriesAreNotRead() throws IOException {
    List<String> asked = new java.util.ArrayList<>();
    PathFilter filter = without("src", "none");
    PathFilter recording =
        new PathFilter() {
          @Override
          public boolean excludes(String path) {
            asked.add(path);
            return filter.excludes(path);
          }

          @Override
          public boolean mayIncludeBelow(String directory) {
            return filter.mayIncludeBelow(directory);
          }
        };
    paths(tree(recording, StatIndex.open(index, Instant.now())), "/");
    assertTrue(asked.contains("src"));
    assertFalse(asked.contains("src/Main.java"));
  }

  @Test
  void socketsAreLeftOut() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
      assertFalse(paths(tree(), "/").contains("socket"));
    }
  }

  @Test
  void keyIgnoresTimesAndSeesModesNamesAndData() throws IOException {
    Digest before = key(tree(), "/src").digest();
    Files.setLastModifiedTime(root.resolve("src/Main.java"), FileTime.from(Instant.EPOCH));
    assertEquals(before, key(tree(), "/src").digest());
    Files.setPosixFilePermissions(
        root.resolve("src/Main.java"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Digest chmodded = key(tree(), "/src").digest();
    assertNotEquals(before, chmodded);
    Files.writeString(root.resolve("src/Main.java"), "class Xain {}");
    Digest rewritten = key(tree(), "/src").digest();
    assertNotEquals(chmodded, rewritten);
    Files.move(root.resolve("src/Main.java"), root.resolve("src/Other.java"));
    assertNotEquals(rewritten, key(tree(), "/src").digest());
  }

  @Test
  void keyOfADirectoryDoesNotDependOnItsOwnNameOrMode() throws IOException {
    Digest before = key(tree(), "/src").digest();
    Files.setPosixFilePermissions(
        root.resolve("src"), PosixFilePermissions.fromString("rwx------"));
    Files.move(root.resolve("src"), root.resolve("moved"));
    assertEquals(before, key(tree(), "/moved").digest());
  }

  @Test
  void keyOfAFileDependsOnItsName() throws IOException {
    Digest before = key(tree(), "/README.md").digest();
    Files.move(root.resolve("README.md"), root.resolve("OTHER.md"));
    assertNotEquals(before, key(tree(), "/OTHER.md").digest());
  }

  @Test
  void unchangedOldFilesAreNotReadAgain() throws IOException {
    StatIndex first = StatIndex.open(index, Instant.now().plusSeconds(10));
    Digest before = key(tree(PathFilter.NONE, first), "/").digest();
    first.save();
    StatIndex second = StatIndex.open(index, Instant.now());
    ContextTree unreadable =
        new ContextTree(root, PathFilter.NONE, second, ForkJoinPool.commonPool()) {
          @Override
          public java.io.InputStream open(Entry file) {
            throw new AssertionError("read " + file.path());
          }
        };
    assertEquals(before, key(unreadable, "/").digest());
  }

  @Test
  void youngFilesAreNotTrusted() throws IOException {
    StatIndex first = StatIndex.open(index, Instant.now().minusSeconds(10));
    ContextTree tree = tree(PathFilter.NONE, first);
    key(tree, "/");
    first.save();
    Entry file = tree.stat("README.md").orElseThrow();
    assertTrue(StatIndex.open(index, Instant.now()).find(file).isEmpty());
    assertTrue(first.find(file).isPresent());
  }

  @Test
  void damagedIndexIsAnEmptyOne() throws IOException {
    Files.createDirectories(index.getParent());
    Files.write(index, new byte[] {0x4a, 0x42, 0x53, 0x49, 0, 0, 0, 1, 0, 0, 0, 9, 1});
    assertEquals(6, key(tree(), "/").files());
  }

  @Test
  void saysWhichFileCannotBeRead() throws IOException {
    ContextTree tree = tree();
    Entry file = tree.stat("README.md").orElseThrow();
    Files.delete(root.resolve("README.md"));
    IOException e = assertThrows(IOException.class, () -> tree.open(file));
    assertTrue(e.getMessage().contains("'README.md'"), e.getMessage());
    assertTrue(e.getMessage().contains("no such file"), e.getMessage());
  }

  @Test
  void noticesFilesThatChangeWhileTheyAreRead() throws IOException {
    ContextTree tree = tree();
    Entry file = tree.stat("README.md").orElseThrow();
    Files.writeString(root.resolve("README.md"), "something longer than before");
    assertTrue(
        assertThrows(IOException.class, () -> tree.contentDigest(file))
            .getMessage()
            .contains("changed"));
  }

  @Test
  void suggestsNamesThatAreNear() throws IOException {
    assertEquals(List.of("'README.md'"), NearNames.of(tree(), "Readme.md"));
    assertEquals(List.of("'src/Main.java'"), NearNames.of(tree(), "src/Mian.java"));
    assertEquals(List.of("'src'"), NearNames.of(tree(), "scr/Main.java"));
    assertEquals(List.of(), NearNames.of(tree(), "completely-different"));
  }

  @Test
  void keepsHardLinksApartFromCopies() throws IOException {
    Files.createLink(root.resolve("src/second"), root.resolve("src/Main.java"));
    Entry first = tree().stat("src/Main.java").orElseThrow();
    Entry second = tree().stat("src/second").orElseThrow();
    assertEquals(2, first.links());
    assertEquals(first.inode(), second.inode());
  }

  @Test
  void doesNotEndInLoopsOfLinks() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
    assertThrows(IOException.class, () -> SourcePattern.parse("/a").matches(tree()));
  }

  @Test
  void linksCannotLeaveTheContext() throws IOException {
    Files.writeString(temp.resolve("outside"), "secret");
    Files.createSymbolicLink(root.resolve("escape"), Path.of("../outside"));
    Files.createSymbolicLink(root.resolve("absolute"), temp.resolve("outside"));
    assertEquals(List.of(), SourcePattern.parse("/escape").matches(tree()));
    assertEquals(List.of(), SourcePattern.parse("/absolute").matches(tree()));
  }
}
