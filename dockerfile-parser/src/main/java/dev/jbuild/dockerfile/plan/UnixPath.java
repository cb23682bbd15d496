package dev.jbuild.dockerfile.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/// Path arithmetic on texts, the same on every host.
final class UnixPath {

  private UnixPath() {}

  /// The shortest equal path: no `.`, no inner `..`, no doubled or trailing slash; `.` when nothing
  /// is left. A `..` at the root vanishes.
  static String clean(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (!part.equals("..")) {
        parts.addLast(part);
      } else if (!parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!absolute) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /// The clean path of both, one after the other; an empty first or second part is left out.
  static String join(String first, String second) {
    if (first.isEmpty()) {
      return second.isEmpty() ? "" : clean(second);
    }
    return clean(second.isEmpty() ? first : first + "/" + second);
  }

  /// A path made absolute: under the directory unless it is so already, when it stays as written.
  /// With `keepSlash`, a slash or `/.` at its end stays too.
  static String resolve(String directory, String path, boolean keepSlash) {
    String parent = directory.isEmpty() ? "/" : directory;
    parent = parent.startsWith("/") ? parent : join("/", parent);
    String result = path.isEmpty() ? parent : path;
    if (!result.startsWith("/")) {
      result = join(parent, result);
    }
    if (keepSlash && path.endsWith("/") && !result.endsWith("/")) {
      result += "/";
    } else if (keepSlash && path.endsWith("/.")) {
      result += result.equals("/") ? "." : "/.";
    }
    return result;
  }

  /// The clean path, with a slash or `/.` at its end kept.
  static String cleanKeepingSlash(String path) {
    String clean = clean(path);
    String slash = clean.endsWith("/") ? "" : "/";
    return path.endsWith("/.") ? clean + slash + "." : path.endsWith("/") ? clean + slash : clean;
  }

  /// The last element, `.` for an empty path and `/` for one of slashes alone.
  static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }
}
