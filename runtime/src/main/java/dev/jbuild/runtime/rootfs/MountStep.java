package dev.jbuild.runtime.rootfs;

import java.util.List;

/// One step in laying out a container's file system. Targets are absolute paths of the container.
public sealed interface MountStep {

  /// The path of the container it is about.
  String target();

  /// Mounts a new file system. The mount point is made when it is missing; no symbolic link may be
  /// on the way to it unless `follow`.
  record FileSystem(
      String type, String target, int attributes, List<Option> options, boolean follow)
      implements MountStep {
    public FileSystem {
      options = List.copyOf(options);
    }
  }

  /// Mounts a file or directory of the host, with all that is mounted below it.
  record Bind(String source, String target, int attributes, boolean follow) implements MountStep {}

  /// Makes a character device.
  record Device(String target, int mode, int major, int minor) implements MountStep {}

  /// Makes a symbolic link.
  record Link(String target, String text) implements MountStep {}

  /// Makes a directory in a file system mounted before.
  record Directory(String target, int mode) implements MountStep {}

  /// Hides a path, if it is there.
  record Mask(String target) implements MountStep {}

  /// Makes a path and all below it read-only, if it is there.
  record ReadOnly(String target) implements MountStep {}

  /// Writes a kernel setting, if the kernel has it; the target is below `/proc/sys`.
  record Sysctl(String target, String value) implements MountStep {}

  /// Makes the container's terminal and puts it at `/dev/console`.
  record Console() implements MountStep {
    @Override
    public String target() {
      return "/dev/console";
    }
  }

  /// A mount option; the value is empty for a flag.
  record Option(String key, String value) {
    /// An option that is only there or not.
    public static Option flag(String key) {
      return new Option(key, "");
    }
  }
}
