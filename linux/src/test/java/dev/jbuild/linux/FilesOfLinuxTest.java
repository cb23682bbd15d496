package dev.jbuild.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesOfLinuxTest {
  private static final int NEW = Opening.WRITE | Opening.CREATE | Opening.EXCLUSIVE;

  @TempDir Path temporary;
  private Fd root;

  @BeforeEach
  void open() throws IOException {
    root = Opening.directory(temporary);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void writesReadsAndDescribesAFile() throws IOException {
    byte[] data = new byte[600_000];
    data[599_999] = 7;
    Instant time = Instant.ofEpochSecond(-5, 123_456_789);
    try (Fd file = Opening.at(root, "f", NEW, 0640)) {
      file.write(data, 0, data.length);
      Attributes.mode(file, 04711);
      Attributes.modified(file, time);
    }
    FileStatus status = Attributes.status(root, "f").orElseThrow();
    assertTrue(status.isFile());
    assertEquals(04711, status.permissions());
    assertEquals(600_000, status.size());
    assertEquals(time.getEpochSecond(), status.seconds());
    assertEquals(123_456_789, status.nanos());
    assertEquals(Credentials.effectiveUser(), status.uid());
    try (Fd file = Opening.at(root, "f", Opening.READ, 0)) {
      byte[] read = new byte[600_000];
      int at = 0;
      for (int got = file.read(read, at, read.length - at); got > 0; ) {
        at += got;
        got = file.read(read, at, read.length - at);
      }
      assertArrayEquals(data, read);
      assertEquals(-1, file.read(read, 0, 1));
    }
  }

  @Test
  void aFailedCallSaysWhatWasAttempted() {
    SyscallException e =
        assertThrows(SyscallException.class, () -> Opening.at(root, "none", Opening.READ, 0));
    assertEquals(Errno.ENOENT, e.errno());
    assertEquals("openat", e.call());
    assertTrue(
        String.valueOf(e.getMessage()).endsWith("/none': ENOENT (2), no such file or directory"),
        e.getMessage());
  }

  @Test
  void linksNeverLeadOutOfTheRoot() throws IOException {
    Files.createDirectories(temporary.resolve("in/etc"));
    Files.writeString(temporary.resolve("secret"), "outside");
    Files.writeString(temporary.resolve("in/etc/file"), "inside");
    Files.createSymbolicLink(temporary.resolve("in/abs"), Path.of("/etc"));
    Files.createSymbolicLink(temporary.resolve("in/up"), Path.of("../../../secret"));
    try (Fd in = Opening.directory(temporary.resolve("in"))) {
      assertTrue(Opening.inRoot(in, "abs/file", Opening.READ).isPresent());
      assertTrue(Opening.inRoot(in, "up", Opening.READ).isEmpty());
      assertTrue(Opening.inRoot(in, "../secret", Opening.READ).isEmpty());
      assertTrue(Opening.withoutLinks(in, "abs/file", Opening.READ).isEmpty());
      assertTrue(Opening.withoutLinks(in, "etc/file", Opening.READ).isPresent());
    }
  }

  @Test
  void makesListsAndRemovesATree() throws IOException {
    Nodes.makeDirectory(root, "d", 0700);
    String odd = FileNames.decode(new byte[] {'x', (byte) 0xff});
    try (Fd d = Opening.at(root, "d", Opening.READ | Opening.DIRECTORY, 0)) {
      Nodes.makeSymlink(d, "link", "/nowhere");
      Nodes.makeDirectory(d, "sub", 0);
      Opening.at(d, odd, NEW, 0600).close();
      Nodes.makeHardLink(d, odd, d, "second");
      assertEquals("/nowhere", Nodes.readLink(d, "link"));
      assertEquals(2, Attributes.status(d, odd).orElseThrow().links());
    }
    try (Fd d = Opening.at(root, "d", Opening.READ | Opening.DIRECTORY, 0)) {
      assertEquals(List.of("link", "second", "sub", odd), Nodes.list(d).stream().sorted().toList());
    }
    Nodes.removeTree(root, "d");
    assertFalse(Files.exists(temporary.resolve("d")));
    Nodes.removeTree(root, "d");
  }

  @Test
  void aWhiteoutNeedsNoPrivilege() throws IOException {
    Nodes.makeNode(root, "gone", Nodes.S_IFCHR, 0, 0);
    assertTrue(Attributes.status(root, "gone").orElseThrow().isWhiteout());
  }

  @Test
  void deviceNumbersOfAnySizeComeBack() throws IOException {
    assumeTrue(Credentials.effectiveUser() == 0, "making devices needs root");
    Nodes.makeNode(root, "dev", Nodes.S_IFBLK | 0600, 0xabc, 0xfedcb);
    FileStatus status = Attributes.status(root, "dev").orElseThrow();
    assertEquals(0xabc, status.major());
    assertEquals(0xfedcb, status.minor());
  }

  @Test
  void extendedAttributesOfFilesAndLinksComeBack() throws IOException {
    try (Fd file = Opening.at(root, "f", NEW, 0600)) {
      Xattrs.set(file, "user.a", new byte[] {1, 0, 2});
      assertEquals(List.of("user.a"), Xattrs.list(file));
    }
    assertArrayEquals(new byte[] {1, 0, 2}, Xattrs.get(root, "f", "user.a").orElseThrow());
    assertTrue(Xattrs.get(root, "f", "user.b").isEmpty());
    Xattrs.remove(root, "f", "user.a");
    assertTrue(Xattrs.list(root, "f").isEmpty());
    Nodes.makeSymlink(root, "l", "f");
    assumeTrue(Credentials.effectiveUser() == 0, "trusted attributes need root");
    Xattrs.set(root, "l", "trusted.x", new byte[] {9});
    assertEquals(List.of("trusted.x"), Xattrs.list(root, "l"));
    assertTrue(Xattrs.list(root, "f").isEmpty());
  }

  @Test
  void copiesWithinTheKernelAndMakesHoles() throws IOException {
    Files.writeString(temporary.resolve("from"), "hello");
    try (Fd from = Opening.at(root, "from", Opening.READ, 0);
        Fd to = Opening.at(root, "to", NEW, 0600)) {
      to.truncate(1_000_005);
      to.skip(1_000_000);
      assertEquals(5, to.copyFrom(from, 100));
      assertEquals(0, to.copyFrom(from, 100));
    }
    FileStatus status = Attributes.status(root, "to").orElseThrow();
    assertEquals(1_000_005, status.size());
    assertTrue(status.blocks() * 512 < 100_000, "the hole takes space");
  }

  @Test
  void umaskIsReadAndLeftAlone() throws IOException {
    assertEquals(Credentials.umask(), Credentials.umask());
    assertTrue(Credentials.umask() <= 0777);
  }
}
