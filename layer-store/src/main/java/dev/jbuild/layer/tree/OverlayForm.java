package dev.jbuild.layer.tree;

import dev.jbuild.layer.ContentException;
import dev.jbuild.linux.Credentials;
import dev.jbuild.linux.Errno;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Nodes;
import dev.jbuild.linux.Opening;
import dev.jbuild.linux.SyscallException;
import dev.jbuild.linux.UserNamespace;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How overlayfs marks deletions and opaque directories, and which extended attributes are its own.
///
/// Root uses the `trusted.` name space, which a container cannot write; an ordinary user, also as
/// root of a user namespace, can only write `user.`, which overlayfs reads when mounted with
/// `userxattr`. Follows the kernel's documentation of overlayfs, "whiteouts and opaque directories"
/// and "User xattr".
///
/// A file system may refuse these forms: an overlay keeps both to itself, NFS has no `trusted.`
/// names. Then a deletion is a socket of mode 0, which no layer can have otherwise, and opaque
/// directories are marked in the `user.` name space. Overlays cannot be mounted there to write.
public final class OverlayForm {
  private static final String TRUSTED = "trusted.overlay.";
  private static final String USER = "user.overlay.";
  private static final String OPAQUE = "opaque";
  private static final byte[] YES = {'y'};

  private final String prefix;

  private OverlayForm(String prefix) {
    this.prefix = prefix;
  }

  /// The form that this process can write. Root of a user namespace is an ordinary user here.
  public static OverlayForm current() {
    boolean root = Credentials.effectiveUser() == 0 && UserNamespace.isInitial();
    return new OverlayForm(root ? TRUSTED : USER);
  }

  /// The options with which overlayfs reads this form, and writes nothing else; each begins with a
  /// comma. With `userxattr` it neither redirects nor copies less than whole files, and takes no
  /// option that says so.
  public String mountOptions(boolean writable) {
    return prefix.equals(USER) ? ",userxattr" : writable ? ",redirect_dir=off,metacopy=off" : "";
  }

  /// Makes a directory hide what is below it.
  public void makeOpaque(Fd directory) throws IOException {
    try {
      Xattrs.set(directory, prefix + OPAQUE, YES);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP || prefix.equals(USER)) {
        throw e;
      }
      Xattrs.set(directory, USER + OPAQUE, YES);
    }
  }

  /// Lets a directory show again what is below it.
  public void makeTransparent(Fd directory) throws IOException {
    Xattrs.remove(directory, prefix + OPAQUE);
    Xattrs.remove(directory, USER + OPAQUE);
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
    return Xattrs.getEither(directory, prefix + OPAQUE, USER + OPAQUE)
        .map(v -> Arrays.equals(v, YES))
        .orElse(false);
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
    Nodes.makeNode(directory, OPAQUE, Nodes.S_IFCHR, 0, 0);
    Nodes.remove(directory, OPAQUE);
    try {
      Xattrs.set(directory, prefix + OPAQUE, YES);
    } catch (SyscallException e) {
      if (e.errno() == Errno.EOPNOTSUPP && !takes(directory, USER + OPAQUE)) {
        return;
      }
      throw e;
    } finally {
      makeTransparent(directory);
    }
  }

  private static boolean takes(Fd directory, String mark) throws IOException {
    try {
      Xattrs.set(directory, mark, YES);
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
    return !attribute.startsWith(TRUSTED)
        && !attribute.startsWith(USER)
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
    for (String mark : List.of(prefix + "redirect", prefix + "metacopy")) {
      if (attributes.contains(mark)) {
        throw new ContentException.Corrupt(
            "'" + path + "' in a new layer",
            "it has " + mark + "; mount overlays with redirect_dir=off,metacopy=off");
      }
    }
  }
}
