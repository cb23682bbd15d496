package dev.jbuild.layer.tree;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.FileKind;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.layer.tree.Directory.Place;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts files of every kind into a [RootedTree]. What has the name already is replaced, except that
/// a directory over a directory keeps its content.
public final class NodeWriter {
  /// Writes the content of a regular file.
  @FunctionalInterface
  public interface Content {
    void writeTo(Fd file) throws IOException;
  }

  /// Makes one file system object, failing with EEXIST when the name is taken.
  @FunctionalInterface
  private interface Creation<T> {
    T create() throws IOException;
  }

  private final RootedTree tree;
  private final int umask;
  private final long euid;
  private final long egid;

  public NodeWriter(RootedTree tree) throws IOException {
    this.tree = tree;
    this.umask = Credentials.umask();
    this.euid = Credentials.effectiveUser();
    this.egid = Credentials.effectiveGroup();
  }

  /// Makes a directory, or gives the one that is there its attributes. No parts mean the root.
  public void directory(List<String> parts, FileAttributes its) throws IOException {
    if (parts.isEmpty()) {
      tree.rootAttributes(its);
    } else {
      tree.makeDirectory(tree.place(parts), its);
    }
  }

  /// Makes a directory and those above it as far as no layer has them.
  public void directories(List<String> parts, FileAttributes its) throws IOException {
    tree.resolve(parts, its);
  }

  /// Writes a regular file.
  public void file(List<String> parts, FileAttributes its, Content content) throws IOException {
    try (Fd file = create(parts, its)) {
      content.writeTo(file);
      finish(file, its);
    }
  }

  /// Makes a regular file, to be filled, [finished][#finish] and closed by the caller.
  public Fd create(List<String> parts, FileAttributes its) throws IOException {
    Place place = tree.place(parts);
    int flags = Opening.WRITE | Opening.CREATE | Opening.EXCLUSIVE | Opening.NOFOLLOW;
    Fd parent = place.parent().fd();
    return creating(place, () -> Opening.at(parent, place.name(), flags, its.mode() & 0777));
  }

  /// Gives a file that was created here what it lacks once it has its content. May be done by
  /// another thread.
  public void finish(Fd file, FileAttributes its) throws IOException {
    // The group is compared with ours only: directories here have no set-gid bit while written.
    if (its.uid() != euid || its.gid() != egid) {
      Attributes.owner(file, its.uid(), its.gid());
    }
    if ((its.mode() & (umask | 07000)) != 0) {
      Attributes.mode(file, its.mode());
    }
    for (Map.Entry<String, byte[]> x : its.xattrs().entrySet()) {
      if (OverlayForm.belongsToFile(x.getKey())) {
        Xattrs.set(file, x.getKey(), x.getValue());
      }
    }
    Attributes.modified(file, its.modified());
  }

  /// Makes a symbolic link.
  public void symlink(List<String> parts, String target, FileAttributes its) throws IOException {
    if (target.isEmpty()) {
      throw new FileSystemException(String.join("/", parts), null, "the link has no target");
    }
    Place place = tree.place(parts);
    Fd parent = place.parent().fd();
    creating(
        place,
        () -> {
          Nodes.makeSymlink(parent, place.name(), target);
          return place;
        });
    setByName(place, its, false);
  }

  /// Makes a device or FIFO; a [DeviceStandIn] for a device where this process may make none. A
  /// character device 0:0 is what overlayfs takes for a deletion.
  public void special(List<String> parts, FileKind kind, int major, int minor, FileAttributes its)
      throws IOException {
    int type =
        switch (kind) {
          case CHARACTER_DEVICE -> Nodes.S_IFCHR;
          case BLOCK_DEVICE -> Nodes.S_IFBLK;
          case FIFO -> Nodes.S_IFIFO;
          case FILE, DIRECTORY, SYMLINK ->
              throw new IllegalArgumentException(kind + " is no special file");
        };
    Place place = tree.place(parts);
    Fd parent = place.parent().fd();
    boolean made =
        creating(
            place,
            () -> {
              try {
                Nodes.makeNode(parent, place.name(), type | 0600, major, minor);
                return true;
              } catch (SyscallException e) {
                if (!DeviceStandIn.isWanted(e, kind)) {
                  throw e;
                }
                new DeviceStandIn(kind, major, minor, its.mode()).make(parent, place.name());
                return false;
              }
            });
    if (!made) {
      tree.standIns().add(place.path());
    }
    setByName(place, made ? its : DeviceStandIn.attributes(its), true);
  }

  /// For links and special files, which cannot have attributes of the `user` name space (xattr(7)):
  /// those of a tar are left out, as docker does.
  private static void setByName(Place place, FileAttributes its, boolean hasMode)
      throws IOException {
    Fd parent = place.parent().fd();
    Attributes.owner(parent, place.name(), its.uid(), its.gid());
    if (hasMode) {
      Attributes.mode(parent, place.name(), its.mode());
    }
    for (Map.Entry<String, byte[]> x : its.xattrs().entrySet()) {
      if (OverlayForm.belongsToFile(x.getKey()) && !x.getKey().startsWith("user.")) {
        Xattrs.set(parent, place.name(), x.getKey(), x.getValue());
      }
    }
    Attributes.modified(parent, place.name(), its.modified());
  }

  /// Makes a second name for a file. A file that only lower layers have is copied into the tree
  /// first, for two layers cannot share one.
  ///
  /// @throws NoSuchFileException when no layer has the file
  public void hardLink(List<String> parts, List<String> existing) throws IOException {
    Place source = tree.place(existing);
    Optional<FileStatus> there = tree.status(source);
    if (there.isEmpty()) {
      TreeEntry lower =
          tree.lower(source)
              .orElseThrow(
                  () -> new NoSuchFileException(source.path(), null, "a hard link points to it"));
      tree.noteDependence();
      copyUp(existing, lower);
    } else if (there.get().isWhiteout()) {
      throw new NoSuchFileException(source.path(), null, "a hard link points to it");
    }
    if ((there.isPresent() && there.get().isDirectory())
        || (there.isEmpty() && tree.status(source).orElseThrow().isDirectory())) {
      throw new FileSystemException(source.path(), null, "a hard link points to this directory");
    }
    Place place = tree.place(parts);
    Place from = tree.place(existing);
    if (place.path().equals(from.path())) {
      return;
    }
    creating(
        place,
        () -> {
          Nodes.makeHardLink(from.parent().fd(), from.name(), place.parent().fd(), place.name());
          return place;
        });
    if (tree.standIns().contains(from.path())) {
      tree.standIns().add(place.path());
    }
  }

  /// Copies a file of a lower layer into the tree under its own name.
  private void copyUp(List<String> parts, TreeEntry lower) throws IOException {
    FileAttributes its = LowerFiles.attributes(tree.form(), lower);
    switch (lower.kind()) {
      case FILE -> file(parts, its, FileCopy.of(lower.location()));
      case SYMLINK -> symlink(parts, lower.target(), its);
      case DIRECTORY -> directory(parts, its);
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO ->
          special(parts, lower.kind(), lower.major(), lower.minor(), its);
    }
  }

  /// Hides what the layers below have at a path. What the tree itself has there stays, and a
  /// directory of it becomes opaque.
  public void whiteout(List<String> parts) throws IOException {
    Place place = tree.place(parts);
    Optional<FileStatus> there = tree.status(place);
    if (there.isPresent() && there.get().isDirectory()) {
      tree.makeOpaque(tree.resolve(parts));
    } else if (there.isEmpty() && !place.parent().hides()) {
      OverlayForm.makeWhiteout(place.parent().fd(), place.name());
      tree.touched(place.parent());
    }
  }

  /// Hides all that the layers below have in a directory.
  public void opaque(List<String> parts) throws IOException {
    if (!parts.isEmpty()) {
      tree.makeOpaque(tree.resolve(parts));
      return;
    }
    // overlayfs merges the roots whatever their marks, so each name is hidden by itself.
    tree.noteDependence();
    for (TreeEntry lower : tree.lowerRoot()) {
      whiteout(List.of(lower.name()));
    }
  }

  /// Removes what is at a path, in the tree and from what the layers below show.
  public void remove(List<String> parts) throws IOException {
    Place place;
    try {
      place = tree.place(parts);
    } catch (NoSuchFileException _) {
      return;
    }
    tree.displace(place);
    if (tree.lower(place).isPresent()) {
      OverlayForm.makeWhiteout(place.parent().fd(), place.name());
      tree.touched(place.parent());
    }
  }

  private <T> T creating(Place place, Creation<T> creation) throws IOException {
    T made;
    try {
      made = creation.create();
    } catch (SyscallException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      tree.displace(place);
      made = creation.create();
    }
    tree.touched(place.parent());
    return made;
  }

  /// The content of another file, copied by the kernel where it can.
  public static final class FileCopy {
    private static final long CHUNK = 1L << 30;

    private FileCopy() {}

    public static Content of(Path source) {
      return to -> {
        try (Fd from = Opening.file(source, Opening.READ | Opening.NOFOLLOW, 0)) {
          copy(from, to);
        }
      };
    }

    /// Copies from the current positions to the end of `from`.
    public static void copy(Fd from, Fd to) throws IOException {
      try {
        while (to.copyFrom(from, CHUNK) > 0) {
          // until the end of the file
        }
      } catch (SyscallException e) {
        switch (e.errno()) {
          // Other file systems, or special ones such as /proc, cannot copy within the kernel.
          case EXDEV, EINVAL, EOPNOTSUPP, ENOSYS, EBADF -> copyBytes(from, to);
          default -> throw e;
        }
      }
    }

    private static void copyBytes(Fd from, Fd to) throws IOException {
      byte[] buffer = new byte[128 << 10];
      for (int got = from.read(buffer, 0, buffer.length);
          got > 0;
          got = from.read(buffer, 0, buffer.length)) {
        to.write(buffer, 0, got);
      }
    }
  }
}
