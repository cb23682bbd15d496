package dev.jbuild.builder.tree;

import java.time.Instant;
import java.util.Objects;

/// One file, directory, link or special file of a tree, as `lstat` sees it.
///
/// @param path below the root of the tree: components separated by `/`, none of them `.` or `..`;
///   empty for the root itself
/// @param mode permission bits with setuid, setgid and sticky
/// @param size in bytes; 0 for everything but regular files
/// @param modified time of the last change of the data
/// @param changed time of the last change of data or attributes, as the kernel counts it
/// @param inode file number; together with `device` it tells hard links of one file
/// @param links how many names the file has
/// @param special what a device file stands for, major number in the upper half; 0 for others
/// @param target text of a symbolic link, else empty
public record Entry(
    String path,
    Type type,
    int mode,
    long uid,
    long gid,
    long size,
    Instant modified,
    Instant changed,
    long device,
    long inode,
    int links,
    long special,
    String target) {

  /// What an entry is.
  public enum Type {
    FILE('f'),
    DIRECTORY('d'),
    SYMLINK('l'),
    CHARACTER_DEVICE('c'),
    BLOCK_DEVICE('b'),
    PIPE('p');

    private final char letter;

    Type(char letter) {
      this.letter = letter;
    }

    /// The letter that stands for the type in keys.
    public char letter() {
      return letter;
    }
  }

  public Entry {
    Objects.requireNonNull(type);
    if (path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("entry path '" + path + "' begins or ends with '/'");
    }
  }

  /// The last component of the path; empty for the root.
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  public boolean isFile() {
    return type == Type.FILE;
  }

  public boolean isSymlink() {
    return type == Type.SYMLINK;
  }
}
