package dev.jbuild.layer.tree;

import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Xattrs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The name space of extended attributes that overlayfs' marks are in.
public enum MarkSpace {
  /// What overlays of root read, and only those may write or even see who have CAP_SYS_ADMIN in the
  /// user namespace that the system began with.
  TRUSTED,
  /// What overlays read that are mounted with `userxattr`. Owners of directories may write it.
  USER;

  private static final byte[] YES = {'y'};

  private final String prefix = name().toLowerCase(Locale.ROOT) + ".overlay.";

  /// What the names of overlayfs' attributes begin with.
  String prefix() {
    return prefix;
  }

  String opaque() {
    return prefix + "opaque";
  }

  /// Marks a directory as opaque.
  public void mark(Fd directory) throws IOException {
    Xattrs.set(directory, opaque(), YES);
  }

  /// Whether a directory is marked as opaque, as far as this process can see.
  public boolean isMarked(Fd directory) throws IOException {
    return isYes(Xattrs.get(directory, opaque()));
  }

  static boolean isYes(Optional<byte[]> value) {
    return value.isPresent() && Arrays.equals(value.get(), YES);
  }

  /// The name in records.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The name space of this name in records; nothing for one that is not known here.
  public static Optional<MarkSpace> of(String name) {
    return Arrays.stream(values()).filter(space -> space.toString().equals(name)).findFirst();
  }
}
