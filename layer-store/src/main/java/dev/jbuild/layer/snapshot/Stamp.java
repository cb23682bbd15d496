package dev.jbuild.layer.snapshot;

import dev.jbuild.linux.FileStatus;

/// What a file was when it had just been copied, to tell later whether it was touched since. The
/// kernel sets the time of status change with each change of content or attributes, and nobody can
/// set it back.
///
/// @param shared whether it had several names
/// @param own whether it was in the upper directory before the copy was made
record Stamp(long inode, long born, long changed, long size, boolean shared, boolean own) {
  private static final long SECOND = 1_000_000_000;

  static Stamp of(FileStatus status, boolean own) {
    return new Stamp(
        status.inode(),
        status.born(),
        status.changed(),
        status.isFile() ? status.size() : 0,
        status.links() > 1 && !status.isDirectory(),
        own);
  }

  /// Whether this is the same file, changed or not.
  boolean isSameFile(FileStatus status) {
    return inode == status.inode() && born == status.born();
  }

  /// Whether it is the same file and nobody changed it. What a file system says that counts whole
  /// seconds is no proof.
  boolean isUntouched(FileStatus status) {
    return isSameFile(status)
        && isExact()
        && changed == status.changed()
        && (!status.isFile() || size == status.size());
  }

  boolean isExact() {
    return changed % SECOND != 0;
  }
}
