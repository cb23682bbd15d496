package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// What a directory holds: making, naming, listing and removing, mkdirat(2), mknodat(2),
/// symlinkat(2), linkat(2), unlinkat(2), renameat2(2), readlinkat(2), getdents64(2).
///
/// Names are relative to an open directory. Nothing follows a link at the end of a name.
public final class Nodes {
  public static final int S_IFMT = 0170000;
  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 0060000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFIFO = 0010000;

  private static final long AT_REMOVEDIR = 0x200;
  private static final long RENAME_NOREPLACE = 1;

  private Nodes() {}

  /// Makes a directory.
  public static void makeDirectory(Fd parent, String name, int mode) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(Call.MKDIRAT, parent.quoted(name), s, parent.number(), s.path(name), mode, 0, 0);
  }

  /// Makes a device or FIFO; `mode` has the type bits. A character device 0:0 is an overlay
  /// whiteout and needs no privilege since Linux 5.8.
  public static void makeNode(Fd parent, String name, int mode, int major, int minor)
      throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.MKNODAT,
        parent.quoted(name),
        s,
        parent.number(),
        s.path(name),
        mode,
        device(major, minor),
        0);
  }

  /// The number that mknod(2) takes, which has 32 bits: makedev(3) for small majors and minors.
  private static long device(int major, int minor) {
    return (minor & 0xffL) | (major & 0xfffL) << 8 | (minor & 0xfff00L) << 12;
  }

  /// Makes a symbolic link.
  public static void makeSymlink(Fd parent, String name, String target) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.SYMLINKAT,
        parent.quoted(name),
        s,
        s.otherPath(target),
        parent.number(),
        s.path(name),
        0,
        0);
  }

  /// Makes a second name for a file, which is not followed if it is a link.
  public static void makeHardLink(Fd oldParent, String oldName, Fd parent, String name)
      throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.LINKAT,
        parent.quoted(name) + " to " + oldParent.quoted(oldName),
        s,
        oldParent.number(),
        s.otherPath(oldName),
        parent.number(),
        s.path(name),
        0);
  }

  /// Removes a name that is no directory.
  public static void remove(Fd parent, String name) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(Call.UNLINKAT, parent.quoted(name), s, parent.number(), s.path(name), 0, 0, 0);
  }

  /// Removes an empty directory.
  public static void removeDirectory(Fd parent, String name) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.UNLINKAT, parent.quoted(name), s, parent.number(), s.path(name), AT_REMOVEDIR, 0, 0);
  }

  /// Removes whatever has this name, directories with all they hold. Nothing there is no error.
  public static void removeTree(Fd parent, String name) throws IOException {
    Scratch s = Scratch.get();
    long result = Syscalls.call(Call.UNLINKAT, s, parent.number(), s.path(name), 0, 0, 0);
    if (result >= 0 || -result == Errno.ENOENT.number()) {
      return;
    }
    if (-result != Errno.EISDIR.number() && -result != Errno.EPERM.number()) {
      throw new SyscallException(Call.UNLINKAT, parent.quoted(name), (int) -result);
    }
    int flags = Opening.READ | Opening.DIRECTORY | Opening.NOFOLLOW;
    try (Fd directory = openForRemoval(parent, name, flags)) {
      List<String> children = list(directory);
      for (String child : children) {
        try {
          removeTree(directory, child);
        } catch (SyscallException e) {
          if (e.errno() != Errno.EACCES) {
            throw e;
          }
          Attributes.mode(directory, 0700);
          removeTree(directory, child);
        }
      }
    }
    removeDirectory(parent, name);
  }

  private static Fd openForRemoval(Fd parent, String name, int flags) throws IOException {
    try {
      return Opening.at(parent, name, flags, 0);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EACCES) {
        throw e;
      }
      // An ordinary user cannot list a directory of mode 0 that is theirs; open it up first.
      Attributes.mode(parent, name, 0700);
      return Opening.at(parent, name, flags, 0);
    }
  }

  /// Moves a name, replacing what has the new one.
  public static void rename(Fd oldParent, String oldName, Fd parent, String name)
      throws IOException {
    rename(oldParent, oldName, parent, name, 0);
  }

  /// Moves a name unless the new one is taken, which is EEXIST.
  public static void renameNew(Fd oldParent, String oldName, Fd parent, String name)
      throws IOException {
    rename(oldParent, oldName, parent, name, RENAME_NOREPLACE);
  }

  private static void rename(Fd oldParent, String oldName, Fd parent, String name, long flags)
      throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.RENAMEAT2,
        oldParent.quoted(oldName) + " to " + parent.quoted(name),
        s,
        oldParent.number(),
        s.path(oldName),
        parent.number(),
        s.otherPath(name),
        flags);
  }

  /// Where a symbolic link points.
  public static String readLink(Fd parent, String name) throws IOException {
    Scratch s = Scratch.get();
    MemorySegment buffer = s.buffer();
    int length =
        (int)
            Syscalls.check(
                Call.READLINKAT,
                parent.quoted(name),
                s,
                parent.number(),
                s.path(name),
                buffer.address(),
                Scratch.BUFFER,
                0);
    return name(buffer, 0, length);
  }

  /// The names in a directory, without `.` and `..`, in no order. The descriptor must be fresh: it
  /// is read to its end.
  public static List<String> list(Fd directory) throws IOException {
    Scratch s = Scratch.get();
    MemorySegment buffer = s.buffer();
    List<String> names = new ArrayList<>();
    while (true) {
      long filled =
          Syscalls.check(
              Call.GETDENTS64,
              directory.quoted(),
              s,
              directory.number(),
              buffer.address(),
              Scratch.BUFFER,
              0,
              0);
      if (filled == 0) {
        return names;
      }
      // struct linux_dirent64: u64 inode, s64 offset, u16 record length, u8 type, name
      for (long at = 0; at < filled; ) {
        int record = Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, at + 16));
        int length = 0;
        while (buffer.get(ValueLayout.JAVA_BYTE, at + 19 + length) != 0) {
          length++;
        }
        String name = name(buffer, at + 19, length);
        if (!name.equals(".") && !name.equals("..")) {
          names.add(name);
        }
        at += record;
      }
    }
  }

  private static String name(MemorySegment buffer, long offset, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
    return FileNames.decode(bytes);
  }
}
