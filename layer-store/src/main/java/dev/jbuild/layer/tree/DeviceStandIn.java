package dev.jbuild.layer.tree;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.UserNamespace;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file that stands for a device in the tree of somebody whom the kernel lets make none, an
/// ordinary user or root of a container: a regular file without content whose mode is the sticky
/// bit alone, with the device in an attribute.
///
/// The attribute is in the name space that overlayfs keeps to itself, so a container sees an empty
/// file that nobody may read, can't make a stand-in, and what it copies or writes is no stand-in
/// any more. Owner, time and further names are the file's own.
///
/// @param kind block or character device
/// @param mode permission bits
public record DeviceStandIn(FileKind kind, int major, int minor, int mode) {
  /// The attribute without its name space, as NIO names attributes.
  public static final String USER_ATTRIBUTE = "overlay.jbuild.device";

  private static final String ATTRIBUTE = "user." + USER_ATTRIBUTE;
  private static final int MODE = 01000;

  /// Whether a regular file of this mode and size may be a stand-in, so that it is worth asking.
  public static boolean isPossible(int permissions, long size) {
    return permissions == MODE && size == 0;
  }

  /// Whether an attribute is what makes a file a stand-in.
  public static boolean isMark(String attribute) {
    return attribute.equals(ATTRIBUTE);
  }

  /// Whether a stand-in is made where making a device failed. An ordinary user outside of a user
  /// namespace gets none: nor can such a user give it to its owner.
  static boolean isWanted(SyscallException failure, FileKind kind) {
    return failure.errno() == Errno.EPERM
        && kind != FileKind.FIFO
        && (Credentials.effectiveUser() == 0 || !UserNamespace.isInitial());
  }

  /// Makes one, but for its owner and time.
  void make(Fd parent, String name) throws IOException {
    int flags = Opening.WRITE | Opening.CREATE | Opening.EXCLUSIVE | Opening.NOFOLLOW;
    try (Fd file = Opening.at(parent, name, flags, 0600)) {
      Xattrs.set(file, ATTRIBUTE, toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /// The mode that a stand-in has itself.
  static FileAttributes attributes(FileAttributes device) {
    return device.withMode(MODE);
  }

  /// What a name stands for: the device, when it is a stand-in, else the file as it is.
  public static Optional<FileStatus> status(Fd parent, String name) throws IOException {
    Optional<FileStatus> there = Attributes.status(parent, name);
    if (there.isEmpty()
        || !there.get().isFile()
        || !isPossible(there.get().permissions(), there.get().size())) {
      return there;
    }
    DeviceStandIn device = parse(Xattrs.get(parent, name, ATTRIBUTE).orElse(null));
    if (device == null) {
      return there;
    }
    int type = device.kind == FileKind.BLOCK_DEVICE ? Nodes.S_IFBLK : Nodes.S_IFCHR;
    return Optional.of(there.get().asDevice(type | device.mode, device.major, device.minor));
  }

  /// Whether what [#status] tells is a device because a stand-in has the name.
  public static boolean isThere(Fd parent, String name) throws IOException {
    return Attributes.status(parent, name).filter(FileStatus::isFile).isPresent();
  }

  /// Reads the attribute's value, such as `c 1 3 666`: kind, numbers, mode in octal.
  ///
  /// @return null when it is none
  public static @Nullable DeviceStandIn parse(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    String[] fields = new String(value, StandardCharsets.US_ASCII).split(" ", -1);
    if (fields.length != 4 || !(fields[0].equals("c") || fields[0].equals("b"))) {
      return null;
    }
    try {
      return new DeviceStandIn(
          fields[0].equals("c") ? FileKind.CHARACTER_DEVICE : FileKind.BLOCK_DEVICE,
          Integer.parseUnsignedInt(fields[1]),
          Integer.parseUnsignedInt(fields[2]),
          Integer.parseUnsignedInt(fields[3], 8) & 07777);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /// The attribute's value.
  @Override
  public String toString() {
    return (kind == FileKind.CHARACTER_DEVICE ? "c " : "b ")
        + Integer.toUnsignedString(major)
        + " "
        + Integer.toUnsignedString(minor)
        + " "
        + Integer.toOctalString(mode);
  }
}
