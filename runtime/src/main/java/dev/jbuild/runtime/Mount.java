package dev.jbuild.runtime;

import java.nio.file.Path;
import java.util.Objects;

/// Something mounted into a container besides what every container gets. A target is an absolute
/// path of the container; symbolic links in it are followed inside the container's root only, and
/// it is made when it is missing.
public sealed interface Mount {

  /// The path of the container where it appears.
  String target();

  /// A file or directory of the host.
  record Bind(Path source, String target, boolean readOnly) implements Mount {
    public Bind {
      if (!source.isAbsolute()) {
        throw new IllegalArgumentException("mount source '" + source + "' is not absolute");
      }
      requireTarget(target);
    }
  }

  /// A file system in memory.
  ///
  /// @param sizeBytes the most it may hold, 0 for the kernel's default
  /// @param mode the permission bits of its root
  record Tmpfs(String target, long sizeBytes, int mode) implements Mount {
    public Tmpfs {
      requireTarget(target);
      if (sizeBytes < 0 || (mode & ~07777) != 0) {
        throw new IllegalArgumentException(
            "tmpfs on '%s': size %d or mode %o is out of range".formatted(target, sizeBytes, mode));
      }
    }
  }

  private static void requireTarget(String target) {
    Objects.requireNonNull(target);
    if (!target.startsWith("/") || target.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("mount target '" + target + "' is not an absolute path");
    }
    if (target.equals("/proc") || target.startsWith("/proc/")) {
      throw new IllegalArgumentException(
          "mount target '" + target + "' is inside /proc, which belongs to the runtime");
    }
  }
}
