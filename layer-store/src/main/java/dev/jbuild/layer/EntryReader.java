package dev.jbuild.layer;

import dev.jbuild.layer.tree.DeviceStandIn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what is on disk at one place of a tree, with NIO alone.
final class EntryReader {
  private static final String ATTRIBUTES = "unix:mode,uid,gid,size,lastModifiedTime,rdev,ino,nlink";
  private static final int S_IFMT = 0170000;

  /// A socket of mode 0 is told as a character device 0:0: it is what a deletion is on a file
  /// system that has no such device.
  private static final int DELETION = 0140000;

  private EntryReader() {}

  /// The file at a place on disk, null when there is none or a kind no layer carries.
  static @Nullable TreeEntry read(String path, Path place) throws IOException {
    Map<String, Object> all;
    try {
      all = Files.readAttributes(place, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return null;
    }
    int mode = integer(all, "mode");
    FileKind kind = kind(mode);
    if (kind == null) {
      return null;
    }
    if (kind == FileKind.FILE && DeviceStandIn.isPossible(mode & 07777, number(all, "size"))) {
      DeviceStandIn standIn = DeviceStandIn.parse(attribute(place, DeviceStandIn.USER_ATTRIBUTE));
      if (standIn != null) {
        return device(path, place, all, standIn);
      }
    }
    boolean device = kind == FileKind.CHARACTER_DEVICE || kind == FileKind.BLOCK_DEVICE;
    return new TreeEntry(
        path,
        kind,
        mode & 07777,
        Integer.toUnsignedLong(integer(all, "uid")),
        Integer.toUnsignedLong(integer(all, "gid")),
        ((FileTime) get(all, "lastModifiedTime")).toInstant(),
        kind == FileKind.FILE ? number(all, "size") : 0,
        kind == FileKind.SYMLINK ? Files.readSymbolicLink(place).toString() : "",
        device ? device(number(all, "rdev")) : 0,
        number(all, "ino"),
        kind == FileKind.DIRECTORY ? 1 : integer(all, "nlink"),
        place);
  }

  private static TreeEntry device(
      String path, Path place, Map<String, Object> all, DeviceStandIn standIn) {
    return new TreeEntry(
        path,
        standIn.kind(),
        standIn.mode(),
        Integer.toUnsignedLong(integer(all, "uid")),
        Integer.toUnsignedLong(integer(all, "gid")),
        ((FileTime) get(all, "lastModifiedTime")).toInstant(),
        0,
        "",
        (long) standIn.major() << 32 | Integer.toUnsignedLong(standIn.minor()),
        number(all, "ino"),
        integer(all, "nlink"),
        place);
  }

  /// The value of an attribute of the `user` name space; null when there is none.
  private static byte @Nullable [] attribute(Path place, String name) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            place, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null || !view.list().contains(name)) {
      return null;
    }
    ByteBuffer value = ByteBuffer.allocate(view.size(name));
    view.read(name, value);
    return value.array();
  }

  private static Object get(Map<String, Object> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private static int integer(Map<String, Object> all, String name) {
    return (Integer) get(all, name);
  }

  private static long number(Map<String, Object> all, String name) {
    return (Long) get(all, name);
  }

  private static @Nullable FileKind kind(int mode) {
    if (mode == DELETION) {
      return FileKind.CHARACTER_DEVICE;
    }
    return switch (mode & S_IFMT) {
      case 0100000 -> FileKind.FILE;
      case 0040000 -> FileKind.DIRECTORY;
      case 0120000 -> FileKind.SYMLINK;
      case 0020000 -> FileKind.CHARACTER_DEVICE;
      case 0060000 -> FileKind.BLOCK_DEVICE;
      case 0010000 -> FileKind.FIFO;
      default -> null;
    };
  }

  /// Splits the kernel's encoding of a device number, makedev(3).
  private static long device(long rdev) {
    long major = ((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & 0xfffff000L);
    long minor = (rdev & 0xff) | ((rdev >>> 12) & 0xffffff00L);
    return (major << 32) | minor;
  }
}
