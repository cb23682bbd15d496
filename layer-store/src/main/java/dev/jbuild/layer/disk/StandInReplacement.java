package dev.jbuild.layer.disk;

import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.tree.DeviceStandIn;
import dev.jbuild.layer.tree.OverlayForm;
import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Puts devices where stand-ins are. Each name is exchanged at once, so that whoever reads
/// meanwhile sees the one or the other, which mean the same, and what was killed can be done again.
/// Only the names of one device that were exchanged before and after that are then two devices,
/// alike.
final class StandInReplacement {
  private static final String NEW = "device";

  private final Parts parts;
  private final OverlayForm form;
  private final Map<Long, String> made = new HashMap<>();

  StandInReplacement(Parts parts, OverlayForm form) {
    this.parts = parts;
    this.form = form;
  }

  /// @return whether it was done; not where even root may make no devices
  boolean run(Fd root, LayerRecord record) throws IOException {
    Path corner = parts.session().temporary();
    AtomicFiles.directory(corner);
    try (Fd temporary = Opening.directory(corner)) {
      for (String path : record.standIns()) {
        replace(root, temporary, path);
      }
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.EPERM && e.call().equals("mknodat")) {
        return false;
      }
      throw e;
    } finally {
      Session.removeTree(corner);
    }
  }

  private static Fd parent(Fd root, String path) throws IOException {
    String parent = PathNames.parent(path);
    return Opening.withoutLinks(root, parent, Opening.READ | Opening.DIRECTORY)
        .orElseThrow(() -> new java.nio.file.NoSuchFileException(path, null, "it went away"));
  }

  private void replace(Fd root, Fd temporary, String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    try (Fd parent = parent(root, path)) {
      Optional<FileStatus> there = Attributes.status(parent, name);
      FileStatus device = DeviceStandIn.status(parent, name).orElse(null);
      if (there.isEmpty() || !there.get().isFile() || device == null || device.isFile()) {
        return;
      }
      FileStatus directory = Attributes.status(parent);
      String first = made.putIfAbsent(device.inode(), path);
      if (first == null) {
        make(temporary, parent, name, device, path);
      } else {
        try (Fd source = parent(root, first)) {
          String other = first.substring(first.lastIndexOf('/') + 1);
          Nodes.makeHardLink(source, other, temporary, NEW);
        }
      }
      Nodes.rename(temporary, NEW, parent, name);
      Attributes.modified(parent, time(directory));
    }
  }

  private void make(Fd temporary, Fd parent, String name, FileStatus device, String path)
      throws IOException {
    Map<String, byte[]> xattrs = form.read(parent, name, path);
    Nodes.makeNode(temporary, NEW, device.type() | 0600, device.major(), device.minor());
    Attributes.owner(temporary, NEW, device.uid(), device.gid());
    Attributes.mode(temporary, NEW, device.permissions());
    for (Map.Entry<String, byte[]> x : xattrs.entrySet()) {
      if (!x.getKey().startsWith("user.")) {
        Xattrs.set(temporary, NEW, x.getKey(), x.getValue());
      }
    }
    Attributes.modified(temporary, NEW, time(device));
  }

  private static Instant time(FileStatus status) {
    return Instant.ofEpochSecond(status.seconds(), status.nanos());
  }
}
