package dev.jbuild.layer.tar;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.jbuild.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {
  private static TarEntry entry(String name, long uid, long seconds, Map<String, byte[]> xattrs) {
    return new TarEntry(TarType.FILE, name, 04755, uid, 5, seconds, 0, 3, "", 0, 0, false, xattrs);
  }

  private static byte[] tar(TarEntry entry) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    writer.header(entry);
    writer.content("abc".getBytes(StandardCharsets.US_ASCII), 0, 3);
    writer.pad();
    writer.finish();
    return out.toByteArray();
  }

  /// If this fails, the digests of all layers change: that needs a decision, not a new number.
  @Test
  void theCanonicalFormNeverChanges() throws IOException {
    assertEquals(
        "9632efb18cc54038d6d0ef353cdc5fd17e9eaa4c29b424af3f6366c61373b037",
        Digest.sha256(
                tar(entry("dir/ä", 3_000_000, 1_700_000_000, Map.of("user.b", new byte[] {0, 1}))))
            .hex());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 155, 156, 200, 255, 256, 257, 300, 4000})
  void namesOfEveryLengthComeBack(int length) throws IOException {
    for (String part :
        new String[] {"x".repeat(length), "dir/".repeat(length).substring(0, length)}) {
      String name = part.endsWith("/") ? part.substring(1) + "z" : part;
      byte[] tar = tar(entry(name, 1, 1, Map.of()));
      TarReader reader = new TarReader(new ByteArrayInputStream(tar));
      assertEquals(name, requireNonNull(reader.next()).name());
      assertNull(reader.next());
      try (var oracle = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
        assertEquals(name, requireNonNull(oracle.getNextEntry()).getName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 07777777, 010000000, 4_294_967_294L})
  void largeOwnersComeBack(long uid) throws IOException {
    byte[] tar = tar(entry("f", uid, 1, Map.of()));
    assertEquals(uid, requireNonNull(new TarReader(new ByteArrayInputStream(tar)).next()).uid());
    try (var oracle = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      assertEquals(uid, requireNonNull(oracle.getNextEntry()).getLongUserId());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 077777777777L, 0100000000000L})
  void timesOfAllAgesComeBack(long seconds) throws IOException {
    byte[] tar = tar(entry("f", 0, seconds, Map.of()));
    assertEquals(
        seconds, requireNonNull(new TarReader(new ByteArrayInputStream(tar)).next()).seconds());
    try (var oracle = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      assertEquals(
          seconds * 1000, requireNonNull(oracle.getNextEntry()).getLastModifiedTime().toMillis());
    }
  }

  @Test
  void extendedAttributesOfAnyBytesComeBack() throws IOException {
    byte[] value = {1, 0, (byte) 0xff, '\n', '='};
    byte[] tar = tar(entry("f", 0, 0, Map.of("security.capability", value)));
    TarEntry read = requireNonNull(new TarReader(new ByteArrayInputStream(tar)).next());
    assertArrayEquals(value, read.xattrs().get("security.capability"));
  }

  @Test
  void namesThatAreNoUtf8ComeBack() throws IOException {
    String name = dev.jbuild.linux.FileNames.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3});
    byte[] tar = tar(entry(name, 0, 0, Map.of()));
    assertEquals(name, requireNonNull(new TarReader(new ByteArrayInputStream(tar)).next()).name());
  }

  @Test
  void anotherReaderSeesModeSizeAndType() throws IOException {
    byte[] tar = tar(entry("f", 7, 9, Map.of()));
    try (var oracle = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      TarArchiveEntry read = requireNonNull(oracle.getNextEntry());
      assertEquals(04755, read.getMode());
      assertEquals(3, read.getSize());
      assertEquals("abc", new String(oracle.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }
}
