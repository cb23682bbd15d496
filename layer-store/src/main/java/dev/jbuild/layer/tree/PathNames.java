package dev.jbuild.layer.tree;

import java.util.ArrayList;
import java.util.List;

/// Paths inside an image, as text: relative to its root, parts separated by `/`.
public final class PathNames {
  private PathNames() {}

  /// The parts of a path without empty ones and `.`; `..` takes a part away.
  ///
  /// @param keepInside whether `..` at the root stays there, as it does for a process; otherwise it
  ///   is refused
  /// @throws IllegalArgumentException when the path leaves the root or has a NUL
  public static List<String> parts(String path, boolean keepInside) {
    if (path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("it has a NUL character");
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String part = path.substring(start, end);
      start = end + 1;
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        } else if (!keepInside) {
          throw new IllegalArgumentException("it leaves the root");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /// The path of a name in a directory; the root is the empty path.
  public static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /// The directory that a path is in; the root is the empty path.
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
