package dev.jbuild.layer.tree;

import dev.jbuild.linux.Fd;
import org.jspecify.annotations.Nullable;

/// An open directory of a tree.
///
/// @param path its canonical path, without links; the root is the empty path
/// @param hides whether nothing of lower layers shows in it: it or one above it is opaque
record Directory(String path, Fd fd, boolean hides) {
  /// A name in a directory, the last part of a path after its parents were resolved.
  record Place(Directory parent, String name) {
    String path() {
      return PathNames.child(parent.path(), name);
    }
  }

  /// Whether one path is the other or lies below it.
  static boolean isWithin(String path, String directory) {
    return directory.isEmpty()
        || path.equals(directory)
        || (path.startsWith(directory) && path.charAt(directory.length()) == '/');
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
