package dev.jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.layer.UnionView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `COPY`, `ADD` and `WORKDIR` leave in an image.
class CopyIT {
  @TempDir Path temp;
  private BuildFixture build;

  @BeforeEach
  void open() throws IOException {
    build = new BuildFixture(temp);
    build.file("app.txt", "app").file("dir/one", "1").file("dir/sub/two", "2");
  }

  @AfterEach
  void close() throws IOException {
    build.close();
  }

  private List<String> built(String dockerfile) throws Exception {
    return build.tree(build.build(dockerfile));
  }

  @Test
  void fileBecomesAMissingDestinationAndGoesIntoADirectory() throws Exception {
    assertEquals(
        List.of("/a 755 0:0", "/a/b 644 0:0", "/d 755 0:0", "/d/app.txt 644 0:0"),
        built("FROM scratch\nCOPY app.txt /a/b\nWORKDIR /d\nCOPY app.txt /d\n"));
  }

  @Test
  void destinationWithASlashIsADirectory() throws Exception {
    assertEquals(
        List.of("/x 755 0:0", "/x/y 755 0:0", "/x/y/app.txt 644 0:0"),
        built("FROM scratch\nCOPY app.txt /x/y/\n"));
  }

  @Test
  void directoryGivesItsContentNeverItself() throws Exception {
    assertEquals(
        List.of("/to 755 0:0", "/to/one 644 0:0", "/to/sub 755 0:0", "/to/sub/two 644 0:0"),
        built("FROM scratch\nCOPY dir /to\n"));
  }

  @Test
  void relativeDestinationIsBelowTheWorkingDirectory() throws Exception {
    assertTrue(built("FROM scratch\nWORKDIR /w\nCOPY app.txt .\n").contains("/w/app.txt 644 0:0"));
  }

  @Test
  void existingDirectoriesKeepTheirModes() throws Exception {
    Files.setPosixFilePermissions(
        build.context.resolve("dir/sub"), PosixFilePermissions.fromString("rwx------"));
    List<String> tree = built("FROM scratch\nWORKDIR /to/sub\nCOPY dir /to\n");
    assertTrue(tree.contains("/to/sub 755 0:0"), tree.toString());
    assertTrue(tree.contains("/to/sub/two 644 0:0"), tree.toString());
  }

  @Test
  void ownersAndModesAreThoseAskedFor() throws Exception {
    List<String> tree =
        built("FROM scratch\nCOPY --chown=12:34 --chmod=640 app.txt dir/one /new/\n");
    assertEquals(List.of("/new 755 12:34", "/new/app.txt 640 12:34", "/new/one 640 12:34"), tree);
  }

  @Test
  void ownersByNameComeFromTheImage() throws Exception {
    build
        .file("etc/passwd", "app:x:501:502::/home/app:/bin/sh\n")
        .file("etc/group", "staff:x:77:\n");
    List<String> tree =
        built(
            "FROM scratch\nCOPY etc /etc\nCOPY --chown=app:staff app.txt /a\nCOPY --chown=app app.txt /b\n");
    assertTrue(tree.contains("/a 644 501:77"), tree.toString());
    assertTrue(tree.contains("/b 644 501:502"), tree.toString());
    BuildException e =
        assertThrows(
            BuildException.class,
            () -> built("FROM scratch\nCOPY etc /etc\nCOPY --chown=nobody app.txt /a\n"));
    assertTrue(e.getMessage().startsWith("Dockerfile:3: "), e.getMessage());
    assertTrue(e.getMessage().contains("'nobody'"), e.getMessage());
  }

  @Test
  void linksAtTheDestinationAreFollowedInsideTheImage() throws Exception {
    Files.createDirectories(build.context.resolve("base/real"));
    Files.writeString(build.context.resolve("base/real/keep"), "");
    Files.createSymbolicLink(build.context.resolve("base/link"), Path.of("/real"));
    List<String> tree =
        built("FROM scratch\nCOPY base /\nCOPY app.txt /link/\nCOPY app.txt /link/x\n");
    assertEquals(
        List.of(
            "/link -> /real 0:0",
            "/real 755 0:0",
            "/real/app.txt 644 0:0",
            "/real/keep 644 0:0",
            "/real/x 644 0:0"),
        tree);
  }

  @Test
  void linksInASourceStayLinksAndASourceThatIsALinkIsFollowed() throws Exception {
    Files.createSymbolicLink(build.context.resolve("dir/away"), Path.of("../../../etc/passwd"));
    Files.createSymbolicLink(build.context.resolve("alias"), Path.of("app.txt"));
    List<String> tree = built("FROM scratch\nCOPY dir /to\nCOPY alias /to/\n");
    assertTrue(tree.contains("/to/away -> ../../../etc/passwd 0:0"), tree.toString());
    assertTrue(tree.contains("/to/alias 644 0:0"), tree.toString());
  }

  @Test
  void timesOfFilesAreKept() throws Exception {
    Instant time = Instant.parse("2020-02-03T04:05:06Z");
    Files.setLastModifiedTime(build.context.resolve("dir/sub/two"), FileTime.from(time));
    Files.setLastModifiedTime(build.context.resolve("dir/sub"), FileTime.from(time));
    BuildResult result = build.build("FROM scratch\nCOPY dir /to\n");
    assertEquals(time, build.view(result).stat("/to/sub/two").orElseThrow().modified());
    assertEquals(time, build.view(result).stat("/to/sub").orElseThrow().modified());
  }

  @Test
  void hardLinksInASourceStayOneFile() throws Exception {
    Files.createLink(build.context.resolve("dir/again"), build.context.resolve("dir/one"));
    BuildResult result = build.build("FROM scratch\nCOPY dir /to\n");
    assertEquals(
        build.view(result).stat("/to/one").orElseThrow().inode(),
        build.view(result).stat("/to/again").orElseThrow().inode());
  }

  @Test
  void wildcardsMatchAndMayMatchNothing() throws Exception {
    assertEquals(
        List.of("/to 755 0:0", "/to/app.txt 644 0:0"),
        built("FROM scratch\nCOPY *.txt *.nothing /to/\n"));
  }

  @Test
  void excludedFilesStayOut() throws Exception {
    assertEquals(
        List.of("/to 755 0:0", "/to/one 644 0:0"),
        built("FROM scratch\nCOPY --exclude=sub dir /to\n"));
  }

  @Test
  void parentsKeepTheirPaths() throws Exception {
    assertEquals(
        List.of("/to 755 0:0", "/to/dir 755 0:0", "/to/dir/sub 755 0:0", "/to/dir/sub/two 644 0:0"),
        built("FROM scratch\nCOPY --parents dir/sub/two /to/\n"));
    assertEquals(
        List.of("/to 755 0:0", "/to/sub 755 0:0", "/to/sub/two 644 0:0"),
        built("FROM scratch\nCOPY --parents dir/./sub/two /to/\n"));
  }

  @Test
  void heredocsBecomeFiles() throws Exception {
    BuildResult result = build.build("FROM scratch\nCOPY <<EOF /etc/motd\nhello\nEOF\n");
    assertEquals("hello\n", build.read(result, "/etc/motd"));
  }

  @Test
  void filesOfStagesAndImagesAreCopiedWithTheirOwners() throws Exception {
    build.base("tools", "FROM scratch\nCOPY --chown=5:6 app.txt /bin/tool\n");
    List<String> tree =
        built(
            """
            FROM scratch AS first
            COPY --chown=1:2 dir /d
            FROM scratch
            COPY --from=first /d/one /a
            COPY --from=0 /d /b
            COPY --from=tools /bin/tool /c
            """);
    assertEquals(
        List.of(
            "/a 644 1:2",
            "/b 755 0:0",
            "/b/one 644 1:2",
            "/b/sub 755 1:2",
            "/b/sub/two 644 1:2",
            "/c 644 5:6"),
        tree);
  }

  @Test
  void linkedCopyDoesNotFollowLinksBelow() throws Exception {
    Files.createDirectories(build.context.resolve("base/real"));
    Files.createSymbolicLink(build.context.resolve("base/link"), Path.of("/real"));
    List<String> tree = built("FROM scratch\nCOPY base /\nCOPY --link app.txt /link/\n");
    assertTrue(tree.contains("/link/app.txt 644 0:0"), tree.toString());
    assertFalse(tree.contains("/real/app.txt 644 0:0"), tree.toString());
  }

  @Test
  void fileCannotReplaceADirectory() throws Exception {
    build.file("two/sub", "a file");
    BuildException e =
        assertThrows(
            BuildException.class, () -> built("FROM scratch\nCOPY dir /to\nCOPY two /to\n"));
    assertTrue(e.getMessage().contains("'/to/sub', which is a directory"), e.getMessage());
  }

  @Test
  void laterSourcesReplaceEarlierFiles() throws Exception {
    build.file("two/one", "second");
    BuildResult result = build.build("FROM scratch\nCOPY dir two /to/\n");
    assertEquals("second", build.read(result, "/to/one"));
  }

  @Test
  void addUnpacksArchivesWhateverTheirNames() throws Exception {
    byte[] tar = TarBytes.of(TarBytes.file("in/file", "packed"));
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(tar);
    }
    Files.write(build.context.resolve("odd.name"), gzip.toByteArray());
    Files.write(build.context.resolve("plain"), tar);
    List<String> tree =
        built("FROM scratch\nADD odd.name /u\nADD --chown=3:4 plain /v\nCOPY plain /w\n");
    assertTrue(tree.contains("/u/in/file 600 7:8"), tree.toString());
    assertTrue(tree.contains("/v/in/file 600 3:4"), tree.toString());
    assertTrue(tree.contains("/w 644 0:0"), tree.toString());
  }

  @Test
  void addCopiesWhatIsNoArchive() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write("only text".getBytes(StandardCharsets.US_ASCII));
    }
    Files.write(build.context.resolve("text.gz"), gzip.toByteArray());
    assertEquals(
        List.of("/a 755 0:0", "/a/app.txt 644 0:0", "/a/text.gz 644 0:0"),
        built("FROM scratch\nADD text.gz app.txt /a/\n"));
  }

  @Test
  void workdirMakesParentsAndBelongsToTheUser() throws Exception {
    assertEquals(
        List.of("/a 755 9:9", "/a/b 755 9:9"), built("FROM scratch\nUSER 9\nWORKDIR /a/b\n"));
  }

  @Test
  void missingSourceSaysWhereAndWhatIsNear() throws Exception {
    BuildException e =
        assertThrows(BuildException.class, () -> built("FROM scratch\n\nCOPY ap.txt /x\n"));
    assertTrue(e.getMessage().startsWith("Dockerfile:3: COPY ap.txt /x: "), e.getMessage());
    assertTrue(e.getMessage().contains("did you mean 'app.txt'?"), e.getMessage());
    assertTrue(e.excerpt().contains(">>> COPY ap.txt /x"), e.excerpt());
  }

  @Test
  void missingSourceSaysWhenTheIgnoreFileIsToBlame() throws Exception {
    build.file(".dockerignore", "app.txt\n");
    BuildException e =
        assertThrows(BuildException.class, () -> built("FROM scratch\nCOPY app.txt /x\n"));
    assertTrue(e.getMessage().contains("excluded by the ignore file"), e.getMessage());
  }

  @Test
  void contextCannotBeLeftThroughLinks() throws Exception {
    Files.writeString(temp.resolve("outside"), "secret");
    Files.createSymbolicLink(build.context.resolve("escape"), Path.of("../outside"));
    BuildException e =
        assertThrows(BuildException.class, () -> built("FROM scratch\nCOPY escape /x\n"));
    assertTrue(e.getMessage().contains("'escape' is not in the build context"), e.getMessage());
  }

  @Test
  void remoteSourcesAreRefusedBeforeAnythingIsDone() throws Exception {
    BuildException e =
        assertThrows(
            BuildException.class,
            () -> built("FROM scratch\nRUN true\nADD https://example.com/x /x\n"));
    assertTrue(e.getMessage().startsWith("Dockerfile:3: "), e.getMessage());
    assertEquals(List.of(), build.executor.requests());
  }

  @Test
  void copiesBetweenStagesKeepFileCapabilitiesAndOtherExtendedAttributes() throws Exception {
    byte[] capability = {1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    String attributes =
        TarBytes.paxRecord(
                "SCHILY.xattr.security.capability",
                new String(capability, StandardCharsets.ISO_8859_1))
            + TarBytes.paxRecord("SCHILY.xattr.user.note", "kept");
    Files.write(
        build.context.resolve("tools.tar"),
        TarBytes.of(
            TarBytes.entry('x', "pax", attributes),
            TarBytes.file("ping", "1"),
            TarBytes.entry('x', "pax", attributes),
            TarBytes.file("bin/ping", "2")));
    UnionView view =
        build.view(
            build.build(
                """
                FROM scratch AS tools
                ADD tools.tar /
                FROM scratch
                COPY --from=tools /ping /a
                COPY --from=tools --chown=3:3 /bin /b
                """));
    for (String path : List.of("/a", "/b/ping")) {
      Map<String, byte[]> kept = UnionView.attributes(view.stat(path).orElseThrow()).xattrs();
      assertEquals(Set.of("security.capability", "user.note"), kept.keySet(), path);
      assertArrayEquals(capability, kept.get("security.capability"), path);
    }
  }

  @Test
  void copiesFromTheContextKeepWhatUsersMaySetAndNoCapabilities() throws Exception {
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(
            build.context.resolve("app.txt"), UserDefinedFileAttributeView.class);
    attributes.write("note", ByteBuffer.wrap(new byte[] {1}));
    UnionView view = build.view(build.build("FROM scratch\nCOPY app.txt /a\n"));
    assertEquals(
        Set.of("user.note"), UnionView.attributes(view.stat("/a").orElseThrow()).xattrs().keySet());
  }
}
