package dev.jbuild.linux;

import java.util.Locale;

/// The system calls in use and their numbers, which differ between processors.
enum Call {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  EXECVE(59, 221),
  FCNTL(72, 25),
  FSYNC(74, 82),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  GETEUID(107, 175),
  GETEGID(108, 177),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  LSETXATTR(189, 6),
  LGETXATTR(192, 9),
  LLISTXATTR(195, 12),
  LREMOVEXATTR(198, 15),
  FSETXATTR(190, 7),
  FGETXATTR(193, 10),
  FLISTXATTR(196, 13),
  FREMOVEXATTR(199, 16),
  GETDENTS64(217, 61),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  LINKAT(265, 37),
  SYMLINKAT(266, 36),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  UTIMENSAT(280, 88),
  SYNCFS(306, 267),
  RENAMEAT2(316, 276),
  COPY_FILE_RANGE(326, 285),
  STATX(332, 291),
  OPENAT2(437, 437);

  private static final boolean ARM = arm();

  private final int x86;
  private final int generic;

  Call(int x86, int generic) {
    this.x86 = x86;
    this.generic = generic;
  }

  /// The number on the running processor.
  long number() {
    return ARM ? generic : x86;
  }

  /// The name as man pages have it.
  String manName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether this is aarch64, whose call numbers and some open flags are its own.
  static boolean onArm() {
    return ARM;
  }

  private static boolean arm() {
    String arch = System.getProperty("os.arch", "");
    return switch (arch) {
      case "amd64", "x86_64" -> false;
      case "aarch64", "arm64" -> true;
      default ->
          throw new UnsupportedOperationException(
              "system calls on processor '%s' are not known, expected amd64 or aarch64"
                  .formatted(arch));
    };
  }
}
