package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.tree.DeviceStandIn;
import dev.jbuild.layer.tree.NodeWriter.FileCopy;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Copies single files with all they have, from one open directory to another.
final class NodeCopy {
  private static final long BLOCK = 512;

  private final OverlayForm form;

  NodeCopy(OverlayForm form) {
    this.form = form;
  }

  /// Copies a file that is no directory to a name that is free.
  ///
  /// @param path names it in errors
  /// @return what the copy is now
  FileStatus copy(Fd from, Fd to, String name, FileStatus status, String path) throws IOException {
    if (status.isFile()) {
      return file(from, to, name, status, path);
    }
    if (status.isSymlink()) {
      Nodes.makeSymlink(to, name, Nodes.readLink(from, name));
    } else {
      Nodes.makeNode(to, name, status.type() | 0600, status.major(), status.minor());
    }
    FileAttributes its = attributes(status, form.read(from, name, path));
    Attributes.owner(to, name, its.uid(), its.gid());
    if (!status.isSymlink()) {
      Attributes.mode(to, name, its.mode());
    }
    for (Map.Entry<String, byte[]> x : its.xattrs().entrySet()) {
      Xattrs.set(to, name, x.getKey(), x.getValue());
    }
    Attributes.modified(to, name, its.modified());
    return Attributes.status(to, name).orElseThrow();
  }

  private FileStatus file(Fd from, Fd to, String name, FileStatus status, String path)
      throws IOException {
    int reading = Opening.READ | Opening.NOFOLLOW | Opening.NONBLOCK;
    int writing = Opening.WRITE | Opening.CREATE | Opening.EXCLUSIVE | Opening.NOFOLLOW;
    try (Fd source = Opening.at(from, name, reading, 0);
        Fd target = Opening.at(to, name, writing, 0600)) {
      content(source, target, status);
      attributes(target, attributes(status, xattrs(source, path)));
      return Attributes.status(target);
    }
  }

  /// Copies bytes, shared with the source where the file system can, and leaves holes as holes.
  private static void content(Fd source, Fd target, FileStatus status) throws IOException {
    if (status.blocks() * BLOCK >= status.size()) {
      if (status.size() > 0) {
        FileCopy.copy(source, target);
      }
      return;
    }
    byte[] buffer = new byte[128 << 10];
    for (long at = source.nextData(0); at >= 0 && at < status.size(); ) {
      long end = source.nextHole(at);
      source.position(at);
      target.position(at);
      for (long left = end - at; left > 0; ) {
        int got = source.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (got < 0) {
          break;
        }
        target.write(buffer, 0, got);
        left -= got;
      }
      at = source.nextData(end);
    }
    target.truncate(status.size());
  }

  /// What a file has besides its content, without overlayfs' own marks.
  static FileAttributes attributes(FileStatus status, Map<String, byte[]> xattrs) {
    return new FileAttributes(
        status.permissions(), status.uid(), status.gid(), time(status), xattrs);
  }

  static Instant time(FileStatus status) {
    return Instant.ofEpochSecond(status.seconds(), status.nanos());
  }

  /// The extended attributes of an open file, that of a stand-in for a device among them.
  ///
  /// @param path names it in errors
  Map<String, byte[]> xattrs(Fd file, String path) throws IOException {
    List<String> names = Xattrs.list(file);
    if (names.isEmpty()) {
      return Map.of();
    }
    form.refuseMoved(names, path);
    Map<String, byte[]> result = new TreeMap<>();
    for (String name : names) {
      if (OverlayForm.belongsToFile(name) || DeviceStandIn.isMark(name)) {
        result.put(name, Xattrs.get(file, name).orElse(new byte[0]));
      }
    }
    return result;
  }

  /// Gives an open file its attributes in the order in which none undoes another: a change of owner
  /// clears set-uid and capabilities.
  static void attributes(Fd file, FileAttributes its) throws IOException {
    Attributes.owner(file, its.uid(), its.gid());
    Attributes.mode(file, its.mode());
    for (Map.Entry<String, byte[]> x : its.xattrs().entrySet()) {
      Xattrs.set(file, x.getKey(), x.getValue());
    }
    Attributes.modified(file, its.modified());
  }
}
