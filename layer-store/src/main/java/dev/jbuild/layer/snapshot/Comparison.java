package dev.jbuild.layer.snapshot;

import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/// Compares files of the copy with what they were copied from, where their stamps do not tell.
final class Comparison {
  private static final int CHUNK = 64 << 10;

  private final NodeCopy nodes;
  private final LayerStack lower;
  private final byte[] left = new byte[CHUNK];
  private final byte[] right = new byte[CHUNK];

  Comparison(LayerStack lower) {
    this.lower = lower;
    this.nodes = new NodeCopy(lower.form());
  }

  /// Whether two files that are no directories have the same attributes and the same content.
  ///
  /// @param path names them in errors
  boolean same(
      Fd oldParent,
      FileStatus oldStatus,
      Fd newParent,
      FileStatus newStatus,
      String path,
      String name)
      throws IOException {
    if (oldStatus.mode() != newStatus.mode()
        || !sameDetails(oldStatus, newStatus)
        || oldStatus.major() != newStatus.major()
        || oldStatus.minor() != newStatus.minor()) {
      return false;
    }
    if (oldStatus.isFile()) {
      return oldStatus.size() == newStatus.size() && sameFile(oldParent, newParent, path, name);
    }
    return (!oldStatus.isSymlink()
            || Nodes.readLink(oldParent, name).equals(Nodes.readLink(newParent, name)))
        && same(lower.form().read(oldParent, name, path), lower.form().read(newParent, name, path));
  }

  /// Whether two open directories have the same attributes.
  boolean sameDirectory(
      Fd old, FileStatus oldStatus, Fd directory, FileStatus newStatus, String path)
      throws IOException {
    return oldStatus.mode() == newStatus.mode()
        && sameDetails(oldStatus, newStatus)
        && same(nodes.xattrs(old, path), nodes.xattrs(directory, path));
  }

  private static boolean sameDetails(FileStatus a, FileStatus b) {
    return a.uid() == b.uid()
        && a.gid() == b.gid()
        && a.seconds() == b.seconds()
        && a.nanos() == b.nanos();
  }

  private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.keySet().stream().allMatch(name -> Arrays.equals(a.get(name), b.get(name)));
  }

  private boolean sameFile(Fd oldParent, Fd newParent, String path, String name)
      throws IOException {
    int flags = Opening.READ | Opening.NOFOLLOW | Opening.NONBLOCK;
    try (Fd a = Opening.at(oldParent, name, flags, 0);
        Fd b = Opening.at(newParent, name, flags, 0)) {
      if (!same(nodes.xattrs(a, path), nodes.xattrs(b, path))) {
        return false;
      }
      while (true) {
        int gotA = fill(a, left);
        int gotB = fill(b, right);
        if (gotA != gotB || !Arrays.equals(left, 0, gotA, right, 0, gotB)) {
          return false;
        }
        if (gotA < CHUNK) {
          return true;
        }
      }
    }
  }

  private static int fill(Fd file, byte[] buffer) throws IOException {
    int filled = 0;
    while (filled < buffer.length) {
      int got = file.read(buffer, filled, buffer.length - filled);
      if (got < 0) {
        break;
      }
      filled += got;
    }
    return filled;
  }
}
