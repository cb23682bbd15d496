package dev.jbuild.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/// Opening files relative to a directory, openat(2) and openat2(2).
///
/// Everything is close-on-exec. A name given to the `...At` forms must be a single component or a
/// path its caller trusts; [#inRoot] is for paths that may hold links somebody else made.
public final class Opening {
  public static final int READ = 0;
  public static final int WRITE = 1;
  public static final int CREATE = 0100;
  public static final int EXCLUSIVE = 0200;
  public static final int TRUNCATE = 01000;
  public static final int NONBLOCK = 04000;
  public static final int DIRECTORY = Call.onArm() ? 040000 : 0200000;
  public static final int NOFOLLOW = Call.onArm() ? 0100000 : 0400000;

  /// Only a place in the tree, for use as a directory argument or for looking at.
  public static final int PATH = 010000000;

  private static final int CLOEXEC = 02000000;
  private static final long RESOLVE_NO_MAGICLINKS = 0x02;
  private static final long RESOLVE_NO_SYMLINKS = 0x04;
  private static final long RESOLVE_BENEATH = 0x08;
  private static final long RESOLVE_IN_ROOT = 0x10;
  private static final long HOW_SIZE = 24;

  private Opening() {}

  /// Opens a directory by its trusted, absolute path.
  public static Fd directory(Path path) throws IOException {
    return at(Fd.WORKING_DIRECTORY, path.toAbsolutePath().toString(), READ | DIRECTORY, 0);
  }

  /// Opens a file by its trusted, absolute path.
  public static Fd file(Path path, int flags, int mode) throws IOException {
    return at(Fd.WORKING_DIRECTORY, path.toAbsolutePath().toString(), flags, mode);
  }

  /// Opens, or creates, a name in a directory.
  ///
  /// @param mode permission bits for a file that is created; the process's umask takes some away
  public static Fd at(Fd directory, String name, int flags, int mode) throws IOException {
    Scratch scratch = Scratch.get();
    long fd =
        Syscalls.check(
            Call.OPENAT,
            directory.quoted(name),
            scratch,
            directory.number(),
            scratch.path(name),
            flags | CLOEXEC,
            mode,
            0);
    return new Fd((int) fd, name);
  }

  /// Opens a name in a directory, or nothing when it is not there.
  public static Optional<Fd> ifThere(Fd directory, String name, int flags) throws IOException {
    Scratch scratch = Scratch.get();
    long fd =
        Syscalls.call(
            Call.OPENAT, scratch, directory.number(), scratch.path(name), flags | CLOEXEC, 0, 0);
    return result(Call.OPENAT, directory, name, fd);
  }

  /// Opens a path below a root as a process would that has the root as its `/`: absolute links and
  /// `..` stay inside, links of `/proc` are refused.
  ///
  /// @return nothing when some part of the path is not there
  public static Optional<Fd> inRoot(Fd root, String path, int flags) throws IOException {
    return resolved(root, path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  }

  /// Opens a path below a root in which no part may be a link.
  ///
  /// @return nothing when some part of the path is not there, is a link, or is no directory
  public static Optional<Fd> withoutLinks(Fd root, String path, int flags) throws IOException {
    return resolved(root, path, flags, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
  }

  private static Optional<Fd> resolved(Fd root, String path, int flags, long resolve)
      throws IOException {
    Scratch scratch = Scratch.get();
    MemorySegment how = scratch.small();
    how.set(ValueLayout.JAVA_LONG, 0, flags | CLOEXEC);
    how.set(ValueLayout.JAVA_LONG, 8, 0);
    how.set(ValueLayout.JAVA_LONG, 16, resolve);
    long fd =
        Syscalls.call(
            Call.OPENAT2,
            scratch,
            root.number(),
            scratch.path(path.isEmpty() ? "." : path),
            how.address(),
            HOW_SIZE,
            0);
    boolean blocked = fd == -Errno.ELOOP.number() || fd == -Errno.ENOTDIR.number();
    if (blocked && (resolve & RESOLVE_NO_SYMLINKS) != 0) {
      return Optional.empty();
    }
    return result(Call.OPENAT2, root, path, fd);
  }

  private static Optional<Fd> result(Call call, Fd directory, String name, long fd)
      throws SyscallException {
    if (fd >= 0) {
      return Optional.of(new Fd((int) fd, name.isEmpty() ? "." : name));
    }
    if (-fd == Errno.ENOENT.number()) {
      return Optional.empty();
    }
    throw new SyscallException(call, directory.quoted(name), (int) -fd);
  }
}
