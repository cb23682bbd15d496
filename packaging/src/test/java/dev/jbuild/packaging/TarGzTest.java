package dev.jbuild.packaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarGzTest {
  private static final Instant TIME = Instant.parse("2026-11-22T00:00:00Z");

  @TempDir Path directory;

  @Test
  void theArchiveIsSortedAndKeepsModesAndLinks() throws IOException {
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(Files.newInputStream(archive(tree("one", 1000)))))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        found.add(
            "%s %o %s %s"
                .formatted(e.getName(), e.getMode() & 0777, e.getLinkName(), e.getUserName()));
        assertEquals(TIME, e.getLastModifiedTime().toInstant());
      }
    }

    assertEquals(
        List.of(
            "jbuild/bin/jbuild 755  root",
            "jbuild/bin/link 777 jbuild root",
            "jbuild/lib/a.jar 644  root"),
        found);
  }

  @Test
  void timesOfTheFilesLeaveNoTrace() throws IOException {
    assertArrayEquals(
        Files.readAllBytes(archive(tree("one", 1000))),
        Files.readAllBytes(archive(tree("two", 2000))));
  }

  private Path archive(Path tree) throws IOException {
    Path target = tree.resolveSibling("archive.tar.gz");
    new TarGz(TIME).write(tree, target);
    return target;
  }

  private Path tree(String name, long second) throws IOException {
    Path tree = directory.resolve(name).resolve("jbuild");
    Files.createDirectories(tree.resolve("lib"));
    Files.createDirectories(tree.resolve("bin"));
    Path script = Files.writeString(tree.resolve("bin/jbuild"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(tree.resolve("bin/link"), Path.of("jbuild"));
    Path jar = Files.writeString(tree.resolve("lib/a.jar"), "jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(second)));
    return tree;
  }
}
