package dev.jbuild.layer;

import java.nio.file.Path;
import java.time.Instant;

/// A file as a [UnionView] shows it.
///
/// @param path where it is in the view, starting with `/`
/// @param size number of bytes of a regular file, 0 for others
/// @param target where a symbolic link points, empty for others
/// @param device what a device node stands for, major number in the upper half; 0 for others
/// @param inode equal for two names of one file of one layer
/// @param links how many names the file has in its layer; 1 for directories
/// @param location where it is on disk; never follow it if it is a link
public record TreeEntry(
    String path,
    FileKind kind,
    int mode,
    long uid,
    long gid,
    Instant modified,
    long size,
    String target,
    long device,
    long inode,
    int links,
    Path location) {
  /// The last part of the path, empty for the root.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public boolean isDirectory() {
    return kind == FileKind.DIRECTORY;
  }

  public boolean isFile() {
    return kind == FileKind.FILE;
  }

  public boolean isSymlink() {
    return kind == FileKind.SYMLINK;
  }

  /// The major number of a device.
  public int major() {
    return (int) (device >>> 32);
  }

  /// The minor number of a device.
  public int minor() {
    return (int) device;
  }

  /// Mode, owner and time, without extended attributes.
  public FileAttributes attributes() {
    return FileAttributes.of(mode, uid, gid, modified);
  }
}
