package dev.jbuild.layer.tree;

import dev.jbuild.layer.ContentException;
import dev.jbuild.linux.Capability;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.UserNamespace;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How overlayfs marks deletions and opaque directories, and which extended attributes are its own.
///
/// Root uses the `trusted.` name space, which a container cannot write; an ordinary user, also as
/// root of a user namespace, can only write `user.`, which overlayfs reads when mounted with
/// `userxattr`. So can root without CAP_SYS_ADMIN, to whom the kernel does not even show `trusted.`
/// names; whoever mounts its layers later gives them the other marks first. Follows the kernel's
/// documentation of overlayfs, "whiteouts and opaque directories" and "User xattr".
///
/// A file system may refuse these forms: an overlay keeps both to itself, NFS has no `trusted.`
/// names. Then a deletion is a socket of mode 0, which no layer can have otherwise, and opaque
/// directories are marked in the `user.` name space. Overlays cannot be mounted there to write.
public final class OverlayForm {
  private static final String NAME = "opaque";

  private final MarkSpace space;
  private final boolean blind;

  private OverlayForm(MarkSpace space, boolean blind) {
    this.space = space;
    this.blind = blind;
  }

  /// The form that this process can write. Root of a user namespace is an ordinary user here. Needs
  /// no native call for those who can write all.
  public static OverlayForm current() {
    boolean initial = UserNamespace.isInitial();
    if (initial && Capability.SYS_ADMIN.isEffective()) {
      return new OverlayForm(MarkSpace.TRUSTED, false);
    }
    return new OverlayForm(MarkSpace.USER, initial && Credentials.effectiveUser() == 0);
  }

  /// The name space of the marks that this process writes, and that its overlays would read.
  public MarkSpace space() {
    return space;
  }

  /// Whether this is root who cannot see the marks that other processes of root make.
  public boolean isBlind() {
    return blind;
  }

  /// The options with which overlayfs reads this form, and writes nothing else; each begins with a
  /// comma. With `userxattr` it neither redirects nor copies less than whole files, and takes no
  /// option that says so.
  public String mountOptions(boolean writable) {
    return space == MarkSpace.USER
        ? ",userxattr"
        : writable ? ",redirect_dir=off,metacopy=off" : "";
  }

  /// Makes a directory hide what is below it.
  public void makeOpaque(Fd directory) throws IOException {
    try {
      space.mark(directory);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP || space == MarkSpace.USER) {
        throw e;
      }
      MarkSpace.USER.mark(directory);
    }
  }

  /// Lets a directory show again what is below it.
  public void makeTransparent(Fd directory) throws IOException {
    Xattrs.remove(directory, space.opaque());
    Xattrs.remove(directory, MarkSpace.USER.opaque());
  }

  /// Fails on a file system that cannot keep the mark of an opaque directory.
  ///
  /// @param directory one whose mark does not matter
  public void requireMarks(Path directory) throws IOException {
    try (Fd fd = Opening.directory(directory)) {
      makeOpaque(fd);
    }
  }

  /// Whether a directory hides what is below it.
  public boolean isOpaque(Fd directory) throws IOException {
    return MarkSpace.isYes(Xattrs.getEither(directory, space.opaque(), MarkSpace.USER.opaque()));
  }

  /// Fails when the marks of a directory that an overlay mount wrote into cannot be seen.
  ///
  /// @param directory may be missing
  public void requireSight(Path directory) throws IOException {
    if (blind && Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        if (files.anyMatch(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))) {
          throw new FileSystemException(
              directory.toString(),
              null,
              "an overlay was mounted on it, whose marks only root with CAP_SYS_ADMIN can see; look at it outside of this container, or give it --cap-add SYS_ADMIN");
        }
      }
    }
  }

  /// Makes a name hide what has it below.
  public static void makeWhiteout(Fd parent, String name) throws IOException {
    try {
      Nodes.makeNode(parent, name, Nodes.S_IFCHR, 0, 0);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      Nodes.makeNode(parent, name, Nodes.S_IFSOCK, 0, 0);
    }
  }

  /// Fails when a file system takes other forms than the kernel's own, so that an overlay of its
  /// directories would not show what they mean. One that takes none is well: it has no marks.
  ///
  /// @param directory an empty one, which stays so
  public void requireKernelForms(Fd directory) throws IOException {
    Nodes.makeNode(directory, NAME, Nodes.S_IFCHR, 0, 0);
    Nodes.remove(directory, NAME);
    try {
      space.mark(directory);
    } catch (SyscallException e) {
      if (e.errno() == Errno.EOPNOTSUPP && !takesUserMarks(directory)) {
        return;
      }
      throw e;
    } finally {
      makeTransparent(directory);
    }
  }

  private static boolean takesUserMarks(Fd directory) throws IOException {
    try {
      MarkSpace.USER.mark(directory);
      return true;
    } catch (SyscallException e) {
      if (e.errno() == Errno.EOPNOTSUPP) {
        return false;
      }
      throw e;
    }
  }

  /// Whether an attribute is part of a file, as opposed to overlayfs' own marks and labels that
  /// only mean something on the host that set them.
  public static boolean belongsToFile(String attribute) {
    return !attribute.startsWith(MarkSpace.TRUSTED.prefix())
        && !attribute.startsWith(MarkSpace.USER.prefix())
        && !attribute.equals("security.selinux")
        && !attribute.equals("security.ima")
        && !attribute.equals("security.evm");
  }

  /// The attributes of a file that belong to the file.
  ///
  /// @param path names the file in errors
  /// @throws ContentException.Corrupt as [#refuseMoved]
  public Map<String, byte[]> read(Fd parent, String name, String path) throws IOException {
    List<String> attributes = Xattrs.list(parent, name);
    if (attributes.isEmpty()) {
      return Map.of();
    }
    refuseMoved(attributes, path);
    Map<String, byte[]> result = new TreeMap<>();
    for (String attribute : attributes) {
      if (belongsToFile(attribute)) {
        result.put(attribute, Xattrs.get(parent, name, attribute).orElse(new byte[0]));
      }
    }
    return result;
  }

  /// Refuses a file whose content overlayfs has left in a lower layer.
  ///
  /// @throws ContentException.Corrupt when the overlay was mounted with redirect_dir or metacopy
  public void refuseMoved(List<String> attributes, String path) throws ContentException {
    for (String mark : List.of(space.prefix() + "redirect", space.prefix() + "metacopy")) {
      if (attributes.contains(mark)) {
        throw new ContentException.Corrupt(
            "'" + path + "' in a new layer",
            "it has " + mark + "; mount overlays with redirect_dir=off,metacopy=off");
      }
    }
  }
}
