package dev.jbuild.layer.tree;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.TreeEntry;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.nio.file.Path;

/// Files of lower layers, with the attributes that NIO does not tell.
public final class LowerFiles {
  private LowerFiles() {}

  /// All attributes of a file, the extended ones included.
  public static FileAttributes attributes(OverlayForm form, TreeEntry file) throws IOException {
    Path parent = file.location().getParent();
    Path name = file.location().getFileName();
    if (parent == null || name == null) {
      return file.attributes();
    }
    try (Fd directory = Opening.directory(parent)) {
      return new FileAttributes(
          file.mode(),
          file.uid(),
          file.gid(),
          file.modified(),
          form.read(directory, name.toString(), file.path()));
    }
  }
}
