package dev.jbuild.dockerfile.plan;

/// Path arithmetic for stages whose platform is Windows: drive letters go, backslashes become
/// slashes.
final class WindowsPath {

  private WindowsPath() {}

  /// The path without its drive, clean and with slashes.
  ///
  /// @param keepSlash whether a slash at the end stays
  /// @throws PlanException when the path is on another drive than C: or on another machine
  static String withoutDrive(String written, boolean keepSlash) throws PlanException {
    String path = written.replace('\\', '/');
    if (path.length() == 2 && path.charAt(1) == ':') {
      throw new PlanException(
          "'" + written + "' names a drive and no path on it", written, "write C:\\ for its root");
    }
    if (path.startsWith("//")) {
      throw new PlanException(
          "'" + written + "' is a path on another machine", written, "use a path on drive C:");
    }
    int colon = path.indexOf(':');
    if (colon >= 0 && !path.substring(0, colon).equalsIgnoreCase("c")) {
      throw new PlanException(
          "'" + written + "' is not on the system drive", written, "use a path on drive C:");
    }
    String rest = path.substring(colon + 1);
    String clean = UnixPath.clean(rest);
    boolean slash = keepSlash && rest.length() > 1 && rest.endsWith("/") && !clean.endsWith("/");
    return slash ? clean + "/" : clean;
  }

  /// Whether the path starts at the root of the system drive.
  static boolean isAbsolute(String path) {
    try {
      return withoutDrive(path, false).startsWith("/");
    } catch (PlanException e) {
      return false;
    }
  }

  /// The path made absolute under a directory, with slashes.
  ///
  /// @param keepSlash whether a slash at the end stays
  static String resolve(String directory, String path, boolean keepSlash) throws PlanException {
    String parent = withoutDrive(directory.isEmpty() ? "/" : directory, false);
    parent = parent.startsWith("/") ? parent : UnixPath.join("/", parent);
    if (path.isEmpty()) {
      return parent;
    }
    String result = withoutDrive(path, keepSlash);
    if (result.startsWith("/")) {
      return result;
    }
    String joined = UnixPath.join(parent, result);
    boolean slash = keepSlash && path.replace('\\', '/').endsWith("/") && !joined.endsWith("/");
    return slash ? joined + "/" : joined;
  }
}
