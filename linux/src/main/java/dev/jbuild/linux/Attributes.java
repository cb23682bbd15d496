package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Owner, mode, times and status of files, fchown(2), fchmod(2), utimensat(2), statx(2).
///
/// The forms with a name act on a link itself, except [#mode(Fd, String, int)], which has no such
/// form in the kernel before 6.6 and must not be given a link.
public final class Attributes {
  private static final long AT_SYMLINK_NOFOLLOW = 0x100;
  private static final long AT_EMPTY_PATH = 0x1000;
  private static final long STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BTIME = 0x800;
  private static final int S_ISGID = 02000;
  private static final long NANOS = 1_000_000_000;

  private Attributes() {}

  /// Changes the owner of an open file.
  public static void owner(Fd file, long uid, long gid) throws IOException {
    long result = Syscalls.call(Call.FCHOWN, Scratch.get(), file.number(), uid, gid, 0, 0);
    if (result < 0) {
      String which = "'" + path(file) + "' to " + uid + ":" + gid;
      throw new SyscallException(Call.FCHOWN, which, (int) -result);
    }
  }

  /// The whole path of an open file as far as the kernel knows it, which its name need not be.
  private static String path(Fd file) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + file.number())).toString();
    } catch (IOException _) {
      return file.name();
    }
  }

  /// Changes the owner of a name.
  public static void owner(Fd parent, String name, long uid, long gid) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.FCHOWNAT,
        parent.quoted(name) + " to " + uid + ":" + gid,
        s,
        parent.number(),
        s.path(name),
        uid,
        gid,
        AT_SYMLINK_NOFOLLOW);
  }

  /// Changes the permission bits of an open file. The kernel leaves the set-group-ID bit out for
  /// those who may not set it, and says nothing; that is EPERM here.
  public static void mode(Fd file, int mode) throws IOException {
    Syscalls.check(Call.FCHMOD, file.quoted(), Scratch.get(), file.number(), mode, 0, 0, 0);
    if (isBitInDanger(mode) && status(file).permissions() != mode) {
      throw new SyscallException(Call.FCHMOD, file.quoted(), Errno.EPERM.number());
    }
  }

  private static boolean isBitInDanger(int mode) {
    return (mode & S_ISGID) != 0 && !Capability.FSETID.isEffective();
  }

  /// Changes the permission bits of a name, which must not be a link.
  public static void mode(Fd parent, String name, int mode) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.FCHMODAT, parent.quoted(name), s, parent.number(), s.path(name), mode, 0, 0);
    if (isBitInDanger(mode)
        && status(parent, name).filter(now -> now.permissions() == mode).isEmpty()) {
      throw new SyscallException(Call.FCHMODAT, parent.quoted(name), Errno.EPERM.number());
    }
  }

  /// Sets access and modification time of an open file.
  public static void modified(Fd file, Instant time) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(Call.UTIMENSAT, file.quoted(), s, file.number(), 0, times(s, time), 0, 0);
  }

  /// Sets access and modification time of a name.
  public static void modified(Fd parent, String name, Instant time) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.UTIMENSAT,
        parent.quoted(name),
        s,
        parent.number(),
        s.path(name),
        times(s, time),
        AT_SYMLINK_NOFOLLOW,
        0);
  }

  private static long times(Scratch s, Instant time) {
    MemorySegment times = s.small();
    for (int offset = 0; offset <= 16; offset += 16) {
      times.set(ValueLayout.JAVA_LONG, offset, time.getEpochSecond());
      times.set(ValueLayout.JAVA_LONG, offset + 8, time.getNano());
    }
    return times.address();
  }

  /// The status of a name, or nothing when it is not there.
  public static Optional<FileStatus> status(Fd parent, String name) throws IOException {
    Scratch s = Scratch.get();
    long result =
        Syscalls.call(
            Call.STATX,
            s,
            parent.number(),
            s.path(name),
            AT_SYMLINK_NOFOLLOW,
            STATX_BASIC_STATS | STATX_BTIME,
            s.small().address());
    if (result == -Errno.ENOENT.number()) {
      return Optional.empty();
    }
    if (result < 0) {
      throw new SyscallException(Call.STATX, parent.quoted(name), (int) -result);
    }
    return Optional.of(read(s.small()));
  }

  /// The status of an open file.
  public static FileStatus status(Fd file) throws IOException {
    Scratch s = Scratch.get();
    Syscalls.check(
        Call.STATX,
        file.quoted(),
        s,
        file.number(),
        s.path(""),
        AT_EMPTY_PATH,
        STATX_BASIC_STATS | STATX_BTIME,
        s.small().address());
    return read(s.small());
  }

  /// Reads struct statx of linux/stat.h.
  private static FileStatus read(MemorySegment x) {
    return new FileStatus(
        Short.toUnsignedInt(x.get(ValueLayout.JAVA_SHORT, 28)),
        x.get(ValueLayout.JAVA_INT, 16),
        Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 20)),
        Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 24)),
        x.get(ValueLayout.JAVA_LONG, 32),
        x.get(ValueLayout.JAVA_LONG, 40),
        x.get(ValueLayout.JAVA_LONG, 48),
        x.get(ValueLayout.JAVA_LONG, 112),
        x.get(ValueLayout.JAVA_INT, 120),
        (long) x.get(ValueLayout.JAVA_INT, 136) << 32
            | Integer.toUnsignedLong(x.get(ValueLayout.JAVA_INT, 140)),
        x.get(ValueLayout.JAVA_INT, 128),
        x.get(ValueLayout.JAVA_INT, 132),
        time(x, 96),
        (x.get(ValueLayout.JAVA_INT, 0) & STATX_BTIME) != 0 ? time(x, 80) : 0);
  }

  private static long time(MemorySegment x, long at) {
    return x.get(ValueLayout.JAVA_LONG, at) * NANOS + x.get(ValueLayout.JAVA_INT, at + 8);
  }
}
