package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// Mounting, mount(2) and umount2(2), by trusted paths.
public final class Mounts {
  public static final long READ_ONLY = 1;
  public static final long NO_SUID = 2;
  public static final long NO_DEVICES = 4;
  public static final long BIND = 4096;

  private static final long MNT_DETACH = 2;
  private static final long UMOUNT_NOFOLLOW = 8;

  private Mounts() {}

  /// Mounts a file system.
  ///
  /// @param data the file system's own options, at most a page (4096 bytes)
  public static void mount(String type, String source, Path target, long flags, String data)
      throws IOException {
    Scratch s = Scratch.get();
    MemorySegment buffer = s.buffer();
    long typeAt = put(buffer, 0, type);
    long dataAt = put(buffer, 4096, data);
    Syscalls.check(
        Call.MOUNT,
        type + " at '" + target + "'",
        s,
        s.path(source),
        s.otherPath(target.toString()),
        typeAt,
        flags,
        dataAt);
  }

  /// Takes a mount out of the tree; it ends when nothing uses it any more.
  public static void unmount(Path target) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.UMOUNT2,
        "'" + target + "'",
        s,
        s.path(target.toString()),
        MNT_DETACH | UMOUNT_NOFOLLOW,
        0,
        0,
        0);
  }

  private static long put(MemorySegment buffer, long offset, String text) {
    byte[] bytes = FileNames.encode(text);
    if (bytes.length > 4095) {
      throw new IllegalArgumentException(
          "mount argument of %d bytes is longer than a page".formatted(bytes.length));
    }
    MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, offset, bytes.length);
    buffer.set(ValueLayout.JAVA_BYTE, offset + bytes.length, (byte) 0);
    return buffer.address() + offset;
  }
}
