package dev.jbuild.runtime.launch;

import java.util.Map;

/// Names of the error numbers a launcher may report (errno(3)); the same on x86-64 and AArch64.
final class Errno {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM, operation not permitted"),
          Map.entry(2, "ENOENT, no such file or directory"),
          Map.entry(3, "ESRCH, no such process"),
          Map.entry(5, "EIO, input/output error"),
          Map.entry(7, "E2BIG, argument list too long"),
          Map.entry(8, "ENOEXEC, exec format error"),
          Map.entry(9, "EBADF, bad file descriptor"),
          Map.entry(11, "EAGAIN, resource temporarily unavailable"),
          Map.entry(12, "ENOMEM, out of memory"),
          Map.entry(13, "EACCES, permission denied"),
          Map.entry(16, "EBUSY, device or resource busy"),
          Map.entry(17, "EEXIST, file exists"),
          Map.entry(18, "EXDEV, it is outside"),
          Map.entry(19, "ENODEV, no such device"),
          Map.entry(20, "ENOTDIR, not a directory"),
          Map.entry(21, "EISDIR, is a directory"),
          Map.entry(22, "EINVAL, invalid argument"),
          Map.entry(23, "ENFILE, too many open files in the system"),
          Map.entry(24, "EMFILE, too many open files"),
          Map.entry(26, "ETXTBSY, text file busy"),
          Map.entry(27, "EFBIG, file too large"),
          Map.entry(28, "ENOSPC, no space left on device"),
          Map.entry(30, "EROFS, read-only file system"),
          Map.entry(36, "ENAMETOOLONG, file name too long"),
          Map.entry(38, "ENOSYS, not a call of this kernel"),
          Map.entry(40, "ELOOP, too many symbolic links, or one where none is allowed"),
          Map.entry(95, "EOPNOTSUPP, operation not supported"),
          Map.entry(116, "ESTALE, stale file handle"),
          Map.entry(122, "EDQUOT, quota exceeded"));

  private Errno() {}

  static String describe(int number) {
    return NAMES.getOrDefault(number, "error") + " (" + number + ")";
  }
}
