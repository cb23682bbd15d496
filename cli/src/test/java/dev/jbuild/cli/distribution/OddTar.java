package dev.jbuild.cli.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A tar with all that only root can make: devices, files of others, set-uid bits, capabilities,
/// access control lists.
final class OddTar implements AutoCloseable {
  private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_000L);

  private final TarArchiveOutputStream tar;

  private OddTar(Path file) throws IOException {
    tar = new TarArchiveOutputStream(Files.newOutputStream(file));
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /// Writes one with everything.
  static Path write(Path file) throws IOException {
    try (OddTar odd = new OddTar(file)) {
      odd.directory("bin/", 0755, 0);
      odd.file("bin/su", 04755, 0, Map.of());
      odd.file("bin/wall", 02755, 5, Map.of());
      odd.file("bin/ping", 0755, 0, Map.of("security.capability", capability()));
      odd.directory("dev/", 0755, 0);
      odd.device(TarConstants.LF_CHR, "dev/null", 0666, 0, 1, 3);
      odd.device(TarConstants.LF_BLK, "dev/sda", 0660, 6, 8, 1);
      odd.entry(TarConstants.LF_LINK, "dev/nul", 0666, 0, "dev/null");
      odd.entry(TarConstants.LF_FIFO, "dev/fifo", 0600, 10, "");
      odd.directory("home/", 01777, 0);
      odd.directory("home/last/", 0700, 65535);
      odd.file("home/last/acl", 0640, 65535, Map.of("system.posix_acl_access", accessList()));
      odd.file("home/last/note", 0600, 65535, Map.of("user.note", new byte[] {104, 105}));
      odd.file("home/sticky", 01000, 0, Map.of());
      odd.entry(TarConstants.LF_SYMLINK, "link", 0777, 7, "bin/su");
    }
    return file;
  }

  /// Writes one with a file of a user.
  static Path write(Path file, long uid) throws IOException {
    try (OddTar odd = new OddTar(file)) {
      odd.directory("etc/", 0755, 0);
      odd.file("etc/theirs", 0644, uid, Map.of());
    }
    return file;
  }

  /// CAP_NET_BIND_SERVICE, permitted and effective, capabilities(7) version 2.
  private static byte[] capability() {
    byte[] value = new byte[20];
    ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putInt(0x02000001).putInt(1 << 10);
    return value;
  }

  /// User 5 may read, acl(5).
  private static byte[] accessList() {
    byte[] value = new byte[44];
    ByteBuffer list = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    int[][] entries = {{1, 6, -1}, {2, 4, 5}, {4, 4, -1}, {16, 4, -1}, {32, 0, -1}};
    for (int[] entry : entries) {
      list.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
    }
    return value;
  }

  private void directory(String name, int mode, long owner) throws IOException {
    entry(TarConstants.LF_DIR, name, mode, owner, "");
  }

  private void file(String name, int mode, long owner, Map<String, byte[]> xattrs)
      throws IOException {
    byte[] content = mode == 01000 ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = described(TarConstants.LF_NORMAL, name, mode, owner);
    entry.setSize(content.length);
    Base64.Encoder base64 = Base64.getEncoder();
    xattrs.forEach((key, value) ->
        entry.addPaxHeader("LIBARCHIVE.xattr." + key, base64.encodeToString(value)));
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private void device(byte type, String name, int mode, long owner, int major, int minor)
      throws IOException {
    TarArchiveEntry entry = described(type, name, mode, owner);
    entry.setDevMajor(major);
    entry.setDevMinor(minor);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private void entry(byte type, String name, int mode, long owner, String link) throws IOException {
    TarArchiveEntry entry = described(type, name, mode, owner);
    entry.setLinkName(link);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry described(byte type, String name, int mode, long owner) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setMode(mode);
    entry.setUserId(owner);
    entry.setGroupId(owner);
    entry.setLastModifiedTime(TIME);
    return entry;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
