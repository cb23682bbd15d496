package dev.jbuild.linux;

/// What statx(2) says about a file.
///
/// @param mode type bits and permission bits
/// @param seconds modification time, whole seconds since 1970
/// @param nanos modification time, the rest
/// @param device number of the file system that holds it
/// @param major of a device node
/// @param minor of a device node
/// @param changed time of status change, nanoseconds since 1970
/// @param born time of birth, nanoseconds since 1970; 0 where the file system keeps none
public record FileStatus(
    int mode,
    int links,
    long uid,
    long gid,
    long inode,
    long size,
    long blocks,
    long seconds,
    int nanos,
    long device,
    int major,
    int minor,
    long changed,
    long born) {
  /// The type bits alone, such as [Nodes#S_IFDIR].
  public int type() {
    return mode & Nodes.S_IFMT;
  }

  /// The permission bits with set-uid, set-gid and sticky.
  public int permissions() {
    return mode & 07777;
  }

  public boolean isDirectory() {
    return type() == Nodes.S_IFDIR;
  }

  public boolean isFile() {
    return type() == Nodes.S_IFREG;
  }

  public boolean isSymlink() {
    return type() == Nodes.S_IFLNK;
  }

  /// Whether this is a block or character device.
  public boolean isDevice() {
    return type() == Nodes.S_IFBLK || type() == Nodes.S_IFCHR;
  }

  /// Whether this marks a deleted name: a character device 0:0, as overlayfs has it, or, where the
  /// file system keeps that form to itself, a socket that nobody may use.
  public boolean isWhiteout() {
    return (type() == Nodes.S_IFCHR && major == 0 && minor == 0) || mode == Nodes.S_IFSOCK;
  }

  /// The same file as a device.
  ///
  /// @param newMode type bits and permission bits
  public FileStatus asDevice(int newMode, int newMajor, int newMinor) {
    return new FileStatus(
        newMode, links, uid, gid, inode, size, blocks, seconds, nanos, device, newMajor, newMinor,
        changed, born);
  }
}
