package dev.jbuild.layer.tar;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  @TempDir Path temporary;

  private static TarReader reader(byte[] tar) {
    return new TarReader(new ByteArrayInputStream(tar));
  }

  private static byte[] content(TarReader tar) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int got = tar.read(buffer, 0, 1000); got >= 0; got = tar.read(buffer, 0, 1000)) {
      out.write(buffer, 0, got);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void readsLongNamesLinksAndNumbersOfBothForms(int form) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(form);
      tar.setBigNumberMode(
          form == TarArchiveOutputStream.LONGFILE_GNU
              ? TarArchiveOutputStream.BIGNUMBER_STAR
              : TarArchiveOutputStream.BIGNUMBER_POSIX);
      TarArchiveEntry file = new TarArchiveEntry("long/".repeat(60) + "näme");
      file.setSize(4);
      file.setUserId(4_000_000_000L);
      tar.putArchiveEntry(file);
      tar.write("data".getBytes(StandardCharsets.US_ASCII));
      tar.closeArchiveEntry();
      TarArchiveEntry link = new TarArchiveEntry("link", (byte) '2');
      link.setLinkName("target/".repeat(40));
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    TarReader tar = reader(out.toByteArray());
    TarEntry first = requireNonNull(tar.next());
    assertEquals("long/".repeat(60) + "näme", first.name());
    assertEquals(4_000_000_000L, first.uid());
    assertArrayEquals("data".getBytes(StandardCharsets.US_ASCII), content(tar));
    assertEquals("target/".repeat(40), requireNonNull(tar.next()).linkName());
    assertNull(tar.next());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gnu",
        "posix --sparse-version=0.0",
        "posix --sparse-version=0.1",
        "posix --sparse-version=1.0"
      })
  void readsSparseFilesOfAllForms(String format) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/tar")), "GNU tar is not installed");
    Path file = temporary.resolve("sparse");
    try (RandomAccessFile raf = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 1; i < 30; i++) { // more extents than fit into one header
        raf.seek(i * 100_000L);
        raf.writeBytes("data " + i);
      }
      raf.setLength(4_000_000);
    }
    Path archive = temporary.resolve("t.tar");
    Process tar =
        new ProcessBuilder("/bin/sh", "-c", "tar --sparse --format=" + format + " -cf t.tar sparse")
            .directory(temporary.toFile())
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
    assertTrue(Files.size(archive) < 1_000_000, "tar wrote the holes");
    try (InputStream in = Files.newInputStream(archive)) {
      TarReader reader = new TarReader(in);
      TarEntry entry = requireNonNull(reader.next());
      assertEquals("sparse", entry.name());
      assertTrue(entry.sparse());
      assertEquals(4_000_000, entry.size());
      assertArrayEquals(Files.readAllBytes(file), content(reader));
      assertNull(reader.next());
    }
  }

  @Test
  void readsWhatFollowsTheEndMarkSoThatItIsHashed() throws IOException {
    byte[] padded = new byte[20 * 512];
    ByteArrayInputStream in = new ByteArrayInputStream(padded);
    assertNull(new TarReader(in).next());
    assertEquals(0, in.available());
  }

  @Test
  void refusesWhatIsNoTar() {
    byte[] text = new byte[1024];
    Arrays.fill(text, (byte) 'x');
    assertThrows(TarException.class, () -> reader(text).next());
  }

  @Test
  void refusesATarThatEndsEarly() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    writer.header(file("f", 1000));
    TarReader tar = reader(out.toByteArray());
    tar.next();
    assertThrows(EOFException.class, () -> content(tar));
    byte[] half = Arrays.copyOf(out.toByteArray(), 300);
    assertThrows(EOFException.class, () -> reader(half).next());
  }

  @Test
  void boundsTheMemoryThatHeadersTake() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // An extended header that claims four gigabytes, as a GNU long name does.
    byte[] header = headerOf('L', 4L << 30);
    out.write(header);
    assertThrows(TarException.class, () -> reader(out.toByteArray()).next());
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      many.write(headerOf('x', 0));
    }
    assertThrows(TarException.class, () -> reader(many.toByteArray()).next());
  }

  @Test
  void refusesNegativeAndOverflowingSizes() throws IOException {
    assertThrows(TarException.class, () -> reader(headerOf('0', -1)).next());
  }

  private static TarEntry file(String name, long size) {
    return new TarEntry(
        TarType.FILE, name, 0644, 0, 0, 0, 0, size, "", 0, 0, false, java.util.Map.of());
  }

  /// A header of any type and size, base-256 so that all numbers fit.
  private static byte[] headerOf(char type, long size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out).header(file("f", 0));
    byte[] block = Arrays.copyOf(out.toByteArray(), 512);
    block[156] = (byte) type;
    for (int i = 0; i < 12; i++) {
      block[124 + i] = (byte) (i < 4 ? (size < 0 ? 0xff : 0) : size >> (8 * (11 - i)));
    }
    block[124] = (byte) (block[124] | 0x80);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, block, 148, 8);
    return block;
  }
}
